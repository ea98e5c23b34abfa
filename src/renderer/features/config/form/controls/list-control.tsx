import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton, Input } from '../../../../ui'
import { EntryRow } from './entry-row'
import { type ControlAttributes, TextControl } from './text-control'

export interface ListControlProps {
  attributes: ControlAttributes
  /** What it is a list of. */
  label: string
  values: readonly string[]
  onChange(values: string[]): void
  /** What is wrong with the entry of this index. */
  problemAt(index: number): string | undefined
  disabled: boolean
  /** Words to choose from; others may be typed. */
  options?: string | undefined
}

/** Texts, one below the other; an entry that is emptied goes. */
export function ListControl(props: ListControlProps) {
  const { attributes, label, values, onChange, problemAt, disabled, options } = props
  const { t } = useTranslation()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot lay out its children everywhere
    <div role="group" {...attributes} aria-label={label} className="flex flex-col gap-1.5">
      {values.map((value, index) => {
        const name = t('config.form.list.entry', { what: label, number: index + 1 })
        const problem = problemAt(index)
        return (
          <EntryRow
            // biome-ignore lint/suspicious/noArrayIndexKey: entries have no other identity, and equal ones may stand there
            key={index}
            className="items-center gap-1"
            entry={value === '' ? name : value}
            problem={problem}
            disabled={disabled}
            onRemove={() => onChange(values.toSpliced(index, 1))}
          >
            <TextControl
              attributes={{ 'aria-label': name, 'aria-invalid': problem === undefined ? undefined : true }}
              value={value}
              list={options}
              disabled={disabled}
              onCommit={text =>
                onChange(text.trim() === '' ? values.toSpliced(index, 1) : values.with(index, text.trim()))
              }
            />
          </EntryRow>
        )
      })}
      <NewEntry
        label={t('config.form.list.newEntry', { what: label })}
        add={t('config.form.list.addTo', { what: label })}
        placeholder={t('config.form.list.addMore')}
        disabled={disabled}
        options={options}
        onAdd={text => onChange([...values, text])}
      />
    </div>
  )
}

interface NewEntryProps {
  label: string
  add: string
  placeholder?: string
  disabled: boolean
  options?: string | undefined
  onAdd(text: string): void
}

/** The field in which the next entry is typed; it stays, for the one after. */
export function NewEntry({ label, add, placeholder, disabled, options, onAdd }: NewEntryProps) {
  const [text, setText] = useState('')
  const commit = () => {
    const entry = text.trim()
    if (entry === '') return
    setText('')
    onAdd(entry)
  }
  return (
    <div className="flex items-center gap-1">
      <Input
        aria-label={label}
        value={text}
        placeholder={placeholder}
        list={options}
        disabled={disabled}
        data-typed={text === '' ? undefined : ''}
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
        onChange={event => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={event => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) commit()
        }}
        className="font-mono text-xs"
      />
      <IconButton label={add} size="sm" disabled={disabled || text.trim() === ''} onClick={commit}>
        <Plus />
      </IconButton>
    </div>
  )
}
