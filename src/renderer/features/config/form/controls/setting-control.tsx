import { useTranslation } from 'react-i18next'
import type { ConfigValue } from '../../../../../shared/config/document/form-action'
import { formatPath } from '../../../../../shared/issues'
import { isRecord } from '../../../../../shared/record'
import { Select, Switch } from '../../../../ui'
import { type Setting, useForm } from '../form-context'
import { optionWord } from '../settings/option-words'
import type { SettingField } from '../settings/setting-field'
import { defaultText, shownText, typedNumber, typedText, typedTime } from '../settings/typed-value'
import { ChoicesControl } from './choices-control'
import { ListControl } from './list-control'
import { MapControl } from './map-control'
import { SecretControl } from './secret-control'
import { type ControlAttributes, TextControl } from './text-control'

export interface SettingControlProps {
  field: SettingField
  setting: Setting
  attributes: ControlAttributes
  /** Of the node, server or section it belongs to: names for secrets begin with it. */
  owner: string
  /** Words to choose from, of a datalist; others may be typed. */
  options?: string | undefined
  onChange(value: ConfigValue | null): void
}

const isTime = (field: SettingField) => field.path.at(-1) === 'from' || field.path.at(-1) === 'to'
/** Nodes in a rule: known ones are a click away. */
const isNodeList = (field: SettingField) => field.path.at(-1) === 'nodes'

/** The control that fits the kind of a setting. Lists of groups have sections of their own. */
export function SettingControl({
  field,
  setting,
  attributes,
  owner,
  options,
  onChange,
}: SettingControlProps) {
  const { t } = useTranslation()
  const { isUsable, problems, view, edit } = useForm()
  const { value } = setting.value
  const disabled = !isUsable
  const placeholder = defaultText(field.fallback, {
    none: '',
    yes: t('config.form.yes'),
    no: t('config.form.no'),
  })
  // A reference stands for any kind of value, and only a field of text can show it.
  const isReference = typeof value === 'string' && value.includes('${')
  const text = (
    commit: (typed: string) => ConfigValue | null,
    more?: { long?: boolean; numeric?: boolean },
  ) => (
    <TextControl
      attributes={attributes}
      value={setting.isSet || setting.value.source.kind === 'merge' ? shownText(value) : ''}
      placeholder={placeholder}
      list={options}
      long={more?.long ?? false}
      mono={more?.long !== true}
      inputMode={more?.numeric === true ? 'decimal' : undefined}
      disabled={disabled}
      onCommit={typed => onChange(commit(typed))}
    />
  )
  if (field.isSecret && field.type.kind === 'text') {
    return (
      <SecretControl
        attributes={attributes}
        label={setting.label}
        value={value}
        path={formatPath(setting.path)}
        owner={owner}
        disabled={disabled}
        onChange={onChange}
      />
    )
  }
  switch (field.type.kind) {
    case 'switch':
      return isReference ? (
        text(typedText)
      ) : (
        <Switch label={setting.label} checked={value === true} disabled={disabled} onChange={onChange} />
      )
    case 'choice':
      return isReference ? (
        text(typedNumber)
      ) : (
        <ChoiceSelect
          field={field}
          options={field.type.options}
          setting={setting}
          attributes={attributes}
          disabled={disabled}
          onChange={onChange}
        />
      )
    case 'choices':
      return (
        <ChoicesControl
          attributes={attributes}
          label={setting.label}
          options={field.type.options.map(option => ({ value: option, label: optionWord(field, option, t) }))}
          chosen={listOf(value).filter(entry => typeof entry === 'string' || typeof entry === 'number')}
          disabled={disabled}
          onChange={chosen => onChange(chosen.length === 0 ? null : chosen)}
        />
      )
    case 'number':
      return text(typedNumber, { numeric: !isReference })
    case 'textOrNumber':
      return text(typedNumber)
    case 'text':
      if (isTime(field)) return text(typedTime)
      // An empty prompt says something else than none at all.
      return text(typed => typedText(typed, field.type.kind === 'text' && field.type.long), {
        long: field.type.long,
      })
    case 'texts':
      return isNodeList(field) ? (
        <NodesControl setting={setting} attributes={attributes} disabled={disabled} onChange={onChange} />
      ) : (
        <ListControl
          attributes={attributes}
          label={setting.label}
          values={listOf(value).map(shownText)}
          options={options}
          disabled={disabled}
          problemAt={index => problems.get(formatPath([...setting.path, index]))}
          onChange={values => onChange(values.length === 0 ? null : values)}
        />
      )
    case 'map': {
      const entries = isRecord(value) ? Object.entries(value) : []
      return (
        <MapControl
          attributes={attributes}
          label={setting.label}
          entries={entries.map(([name, entry]) => [name, shownText(entry)] as const)}
          secretsOf={field.isSecret ? { path: formatPath(setting.path), owner } : null}
          disabled={disabled}
          problemAt={name => problems.get(formatPath([...setting.path, name]))}
          onSet={(name, typed) => edit(mapAction(field, setting, name, typed))}
          onRemove={name =>
            field.id === 'variables'
              ? edit({ kind: 'remove_variable', name })
              : edit({ kind: 'unset', path: [...setting.path, name] })
          }
        />
      )
    }
    case 'entries':
    case 'switchOrEntries':
    case 'records':
    case 'open':
      return (
        <span className="font-mono text-muted text-xs">
          {view.positionOf(setting.path) === null ? t('config.form.none') : '…'}
        </span>
      )
  }
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

function mapAction(field: SettingField, setting: Setting, name: string, typed: string) {
  // Variables may be numbers; what MCP servers are given are texts, whatever they look like.
  if (field.id !== 'variables') return { kind: 'set', path: [...setting.path, name], value: typed } as const
  const value = typed === 'true' ? true : typed === 'false' ? false : (typedNumber(typed) ?? '')
  return { kind: 'set_variable', name, value } as const
}

interface ChoiceSelectProps {
  field: SettingField
  options: readonly (string | number)[]
  setting: Setting
  attributes: ControlAttributes
  disabled: boolean
  onChange(value: ConfigValue | null): void
}

/** What is chosen, with what holds while nothing is; a value that is none of them is shown as it stands. */
function ChoiceSelect({ field, options, setting, attributes, disabled, onChange }: ChoiceSelectProps) {
  const { t } = useTranslation()
  const { value } = setting.value
  const chosen = setting.isSet || setting.value.source.kind === 'merge' ? shownText(value) : ''
  const isStrange = chosen !== '' && !options.some(option => String(option) === chosen)
  const fallback =
    typeof field.fallback === 'string' || typeof field.fallback === 'number'
      ? optionWord(field, field.fallback, t)
      : null
  return (
    <Select
      {...attributes}
      value={chosen}
      disabled={disabled}
      onChange={event => onChange(options.find(option => String(option) === event.target.value) ?? null)}
    >
      <option value="">
        {fallback === null ? t('config.form.notSet') : t('config.form.defaultIs', { value: fallback })}
      </option>
      {isStrange ? <option value={chosen}>{chosen}</option> : null}
      {options.map(option => (
        <option key={option} value={String(option)}>
          {optionWord(field, option, t)}
        </option>
      ))}
    </Select>
  )
}

interface NodesControlProps {
  setting: Setting
  attributes: ControlAttributes
  disabled: boolean
  onChange(value: ConfigValue | null): void
}

/** Nodes by name: those of the draft, and those that are named and are no longer there. */
function NodesControl({ setting, attributes, disabled, onChange }: NodesControlProps) {
  const { t } = useTranslation()
  const { view } = useForm()
  const chosen = listOf(setting.value.value).map(shownText)
  const present = view.nodes.map(({ name }) => name).filter(name => name !== '')
  const known = new Set(present)
  const names = [...known, ...chosen.filter(name => !known.has(name))]
  if (names.length === 0) return <span className="text-muted text-xs">{t('config.form.none')}</span>
  return (
    <ChoicesControl
      attributes={attributes}
      label={setting.label}
      options={names.map(name => ({
        value: name,
        label: known.has(name) ? name : <span className="text-warn line-through">{name}</span>,
        ...(known.has(name) ? {} : { title: t('config.nodes.rules.unknownNode', { node: name }) }),
      }))}
      chosen={chosen}
      disabled={disabled}
      onChange={names => onChange(names.length === 0 ? null : names)}
    />
  )
}
