import { ChevronRight, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isRecord } from '../../../../../shared/record'
import { spoken } from '../../../../../shared/texts/spoken'
import { Badge, Button, Card, cn, Field, IconButton, Input, toast } from '../../../../ui'
import { useForm, useLabels } from '../form-context'
import { SettingRow } from '../setting-row'
import type { SettingField } from '../settings/setting-field'

export interface RecordListProps {
  field: SettingField
  fields: readonly SettingField[]
}

/** Groups by names of one's own: MCP servers, each a card that opens. */
export function RecordList({ field, fields }: RecordListProps) {
  const { t } = useTranslation()
  const { view } = useForm()
  const { value } = view.value(field.path)
  const names = isRecord(value) ? Object.keys(value) : []
  return (
    <div className="flex flex-col gap-2" data-setting={field.id}>
      <header>
        <h3 className="font-semibold text-sm">{useLabels()(field.id)}</h3>
        <p className="text-muted text-xs">{spoken(field.doc, t)}</p>
      </header>
      {names.map(name => (
        <Entry key={name} field={field} name={name} fields={fields} />
      ))}
      <NewServer field={field} />
    </div>
  )
}

function Entry({ field, name, fields }: RecordListProps & { name: string }) {
  const { t } = useTranslation()
  const { view, edit, undo, isUsable, problems } = useForm()
  const [isOpen, setOpen] = useState(false)
  const path = [...field.path, name]
  const dotted = path.join('.')
  const wrong = [...problems].filter(([at]) => at === dotted || at.startsWith(`${dotted}.`))
  const own = problems.get(dotted)
  const isEnabled = view.value([...path, 'enabled']).value !== false
  return (
    <Card as="article" aria-label={name} className="divide-y divide-line">
      <header className="flex items-center gap-2 py-1 pr-1.5 pl-2">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="focus-ring flex min-h-7 min-w-0 flex-1 items-center gap-1.5 rounded-sm text-left"
        >
          <ChevronRight
            aria-hidden="true"
            className={cn('size-4 shrink-0 text-muted transition-transform', isOpen && 'rotate-90')}
          />
          <span className="min-w-0 truncate font-medium text-sm">{name}</span>
          {wrong.length === 0 ? null : (
            <Badge tone="danger">{t('config.form.problems', { count: wrong.length })}</Badge>
          )}
          {isEnabled ? null : <Badge tone="outline">{t('config.nodes.disabled')}</Badge>}
        </button>
        <IconButton
          size="sm"
          label={t('config.form.list.removeEntry', { entry: name })}
          disabled={!isUsable}
          onClick={() => {
            const refusal = edit({ kind: 'unset', path })
            if (refusal !== null) toast.error(refusal)
            else
              toast(t('config.form.list.removed', { what: name }), {
                action: { label: t('config.form.list.undo'), onClick: undo },
              })
          }}
        >
          <Trash2 />
        </IconButton>
      </header>
      {own === undefined ? null : <p className="px-3.5 py-2 text-danger text-xs">{own}</p>}
      {isOpen
        ? fields.map(inner => (
            <SettingRow
              key={inner.id}
              field={inner}
              path={[...path, ...inner.path.slice(field.path.length + 1)]}
              owner={name}
            />
          ))
        : null}
    </Card>
  )
}

const properName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/

/** A server needs a command or an address to be one at all, so both are asked before it stands in the file. */
function NewServer({ field }: { field: SettingField }) {
  const { t } = useTranslation()
  const { edit, isUsable, view } = useForm()
  const [name, setName] = useState('')
  const [target, setTarget] = useState('')
  const [error, setError] = useState<string | undefined>()
  const add = () => {
    const { value } = view.value(field.path)
    if (!properName.test(name)) return setError(t('config.form.server.nameWrong'))
    if (isRecord(value) && Object.hasOwn(value, name)) return setError(t('config.form.server.nameTaken'))
    const text = target.trim()
    const [command = '', ...args] = text.split(/\s+/)
    const entry = /^https?:\/\//i.test(text)
      ? { url: text }
      : { command, ...(args.length === 0 ? {} : { args }) }
    const refusal = edit({ kind: 'set', path: [...field.path, name], value: entry })
    setError(refusal ?? undefined)
    if (refusal !== null) return
    setName('')
    setTarget('')
  }
  return (
    <form
      noValidate
      className="flex flex-wrap items-start gap-2"
      onSubmit={event => {
        event.preventDefault()
        add()
      }}
    >
      <Field label={t('config.form.list.name')} error={error} className="min-w-0 flex-[1_1_8rem]">
        {control => (
          <Input
            {...control}
            value={name}
            disabled={!isUsable}
            spellCheck={false}
            autoComplete="off"
            onChange={event => {
              setName(event.target.value)
              setError(undefined)
            }}
          />
        )}
      </Field>
      <Field label={t('config.form.server.target')} className="min-w-0 flex-[2_1_12rem]">
        {control => (
          <Input
            {...control}
            value={target}
            disabled={!isUsable}
            spellCheck={false}
            autoCapitalize="none"
            autoComplete="off"
            className="font-mono text-xs"
            onChange={event => setTarget(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" disabled={!isUsable || name === '' || target.trim() === ''} className="mt-6">
        {t('config.form.list.add')}
      </Button>
    </form>
  )
}
