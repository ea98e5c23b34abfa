import { useTranslation } from 'react-i18next'
import { EntryRow } from './entry-row'
import { NewEntry } from './list-control'
import { SecretControl } from './secret-control'
import { type ControlAttributes, TextControl } from './text-control'

export interface MapControlProps {
  attributes: ControlAttributes
  label: string
  /** Each with its text; a secret's is its mask. */
  entries: readonly (readonly [name: string, value: string])[]
  /** Its values are secrets; null: plain texts. */
  secretsOf: { path: string; owner: string } | null
  onSet(name: string, value: string): void
  onRemove(name: string): void
  problemAt(name: string): string | undefined
  disabled: boolean
}

/** Names of one's own, each with a value. A new name begins empty, and its value is typed beside it. */
export function MapControl(props: MapControlProps) {
  const { attributes, label, entries, secretsOf, onSet, onRemove, problemAt, disabled } = props
  const { t } = useTranslation()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot lay out its children everywhere
    <div role="group" {...attributes} aria-label={label} className="flex flex-col gap-1.5">
      {entries.map(([name, value]) => {
        const problem = problemAt(name)
        return (
          <EntryRow
            key={name}
            className="items-start gap-1.5"
            entry={name}
            problem={problem}
            disabled={disabled}
            onRemove={() => onRemove(name)}
          >
            <span className="w-2/5 min-w-0 shrink-0 truncate font-mono text-xs leading-8" title={name}>
              {name}
            </span>
            <div className="min-w-0 flex-1">
              {secretsOf === null ? (
                <TextControl
                  attributes={{
                    'aria-label': name,
                    'aria-invalid': problem === undefined ? undefined : true,
                  }}
                  value={value}
                  disabled={disabled}
                  onCommit={text => onSet(name, text)}
                />
              ) : (
                <SecretControl
                  attributes={{ 'aria-label': name }}
                  label={name}
                  value={value}
                  path={`${secretsOf.path}.${name}`}
                  owner={`${secretsOf.owner}-${name}`}
                  disabled={disabled}
                  onChange={secret => onSet(name, secret ?? '')}
                />
              )}
            </div>
          </EntryRow>
        )
      })}
      <NewEntry
        label={`${label}: ${t('config.form.list.name')}`}
        add={t('config.form.list.addTo', { what: label })}
        placeholder={t('config.form.list.name')}
        disabled={disabled}
        onAdd={name => onSet(name, '')}
      />
    </div>
  )
}
