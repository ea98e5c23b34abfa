import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConfigPath, ConfigValue } from '../../../../../shared/config/document/form-action'
import { useClusterState } from '../../../../mirrors'
import { Button, Card, IconButton, toast } from '../../../../ui'
import { useForm, useLabels } from '../form-context'
import { SettingRow } from '../setting-row'
import type { SettingField } from '../settings/setting-field'

export interface EntryListProps {
  list: ConfigPath
  fields: readonly SettingField[]
  /** How an entry is called; empty: by its number. */
  nameOf(entry: unknown, index: number): string
  /** In place of entries when there is none. */
  empty?: string
  /** Null: entries are added another way, by `children`. */
  add: { label: string; entry: ConfigValue } | null
  children?: ReactNode
}

const inOrder: readonly unknown[] = []

/** The groups of a list of the file, each a card with its fields. */
export function EntryList({ list, fields, nameOf, empty, add, children }: EntryListProps) {
  const { view, edit, isUsable } = useForm()
  const { value } = view.value(list)
  const entries: readonly unknown[] = Array.isArray(value) ? value : inOrder
  return (
    <div className="flex flex-col gap-2">
      {entries.length === 0 && empty !== undefined ? <p className="text-muted text-xs">{empty}</p> : null}
      {entries.map((entry, index) => (
        <Entry
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no other identity
          key={index}
          list={list}
          index={index}
          count={entries.length}
          name={nameOf(entry, index)}
          fields={fields}
        />
      ))}
      {add === null ? null : (
        <Button
          size="sm"
          icon={<Plus />}
          className="self-start"
          disabled={!isUsable}
          onClick={() => {
            const refusal = edit({ kind: 'add_entry', list, entry: add.entry })
            if (refusal !== null) toast.error(refusal)
          }}
        >
          {add.label}
        </Button>
      )}
      {children}
    </div>
  )
}

interface EntryProps {
  list: ConfigPath
  index: number
  count: number
  name: string
  fields: readonly SettingField[]
}

function Entry({ list, index, count, name, fields }: EntryProps) {
  const { t } = useTranslation()
  const { edit, undo, isUsable } = useForm()
  const title = useLabels()(list.join('/'))
  const shown = name === '' ? t('config.form.list.entry', { what: title, number: index + 1 }) : name
  const modelsId = useId()
  const move = (to: number) => {
    const refusal = edit({ kind: 'move_entry', list, index, to })
    if (refusal !== null) toast.error(refusal)
  }
  const remove = () => {
    const refusal = edit({ kind: 'remove_entry', list, index })
    if (refusal !== null) toast.error(refusal)
    else
      toast(t('config.form.list.removed', { what: shown }), {
        action: { label: t('config.form.list.undo'), onClick: undo },
      })
  }
  return (
    <Card as="article" aria-label={shown} className="divide-y divide-line">
      <header className="flex items-center gap-1 py-1 pr-1.5 pl-3.5">
        <h4 className="min-w-0 flex-1 truncate font-medium text-sm" title={shown}>
          {shown}
        </h4>
        {count < 2 ? null : (
          <>
            <IconButton
              size="sm"
              label={t('config.form.list.up')}
              disabled={!isUsable || index === 0}
              onClick={() => move(index - 1)}
            >
              <ArrowUp />
            </IconButton>
            <IconButton
              size="sm"
              label={t('config.form.list.down')}
              disabled={!isUsable || index === count - 1}
              onClick={() => move(index + 1)}
            >
              <ArrowDown />
            </IconButton>
          </>
        )}
        <IconButton
          size="sm"
          label={t('config.form.list.removeEntry', { entry: shown })}
          disabled={!isUsable}
          onClick={remove}
        >
          <Trash2 />
        </IconButton>
      </header>
      {fields.map(field => (
        <SettingRow
          key={field.id}
          field={field}
          path={[...list, index, ...field.path.slice(list.length + 1)]}
          owner={name}
          options={field.id === 'cluster/models/*/name' ? modelsId : undefined}
        />
      ))}
      {list.at(-1) === 'models' ? <KnownModels id={modelsId} /> : null}
    </Card>
  )
}

/** Every model that any node serves, to choose from. */
export function KnownModels({ id }: { id: string }) {
  const nodes = useClusterState(state => state.view?.nodes)
  const models = [...new Set((nodes ?? []).flatMap(node => node.models))].sort()
  return (
    <datalist id={id}>
      {models.map(model => (
        <option key={model} value={model} />
      ))}
    </datalist>
  )
}
