import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConfigPath, ConfigValue } from '../../../../../shared/config/document/form-action'
import { isRecord } from '../../../../../shared/record'
import { spoken } from '../../../../../shared/texts/spoken'
import { SegmentedControl, toast } from '../../../../ui'
import { useForm, useLabels, useSetting } from '../form-context'
import type { SettingField } from '../settings/setting-field'
import { allSettings } from '../settings/setting-tree'
import { SourceBadges } from '../source-badges'
import { EntryList } from './entry-list'

const night = { from: '22:00', to: '07:00' } as const

/** What a new rule begins with, by its list. */
const beginnings = {
  quiet_hours: { entry: night, add: 'addQuiet', empty: 'quietEmpty' },
  max_concurrent: { entry: { requests: 2 }, add: 'addLimit', empty: 'limitEmpty' },
  allowed_clients: { entry: { clients: ['chat', 'cli'] }, add: 'addAllowed', empty: 'allowedEmpty' },
} as const
type RuleList = keyof typeof beginnings
const isRuleList = (key: string): key is RuleList => Object.hasOwn(beginnings, key)

/** `cluster.policies`: who may use which nodes, and when. */
export function PoliciesSection() {
  const rules = allSettings().filter(({ id }) => id.startsWith('cluster/policies/'))
  return (
    <div className="flex flex-col gap-5">
      {rules.map(field => (
        <RulePart key={field.id} field={field} />
      ))}
    </div>
  )
}

function RulePart({ field }: { field: SettingField }) {
  const { t } = useTranslation()
  const key = field.path.at(-1) ?? ''
  if (field.type.kind === 'switchOrEntries') {
    return (
      <Titled field={field}>
        <Eco field={field} fields={field.type.fields} />
      </Titled>
    )
  }
  if (field.type.kind !== 'entries' || !isRuleList(key)) return null
  const { entry, add, empty } = beginnings[key]
  return (
    <Titled field={field}>
      <EntryList
        list={field.path}
        fields={field.type.fields}
        nameOf={ruleName}
        empty={t(`config.nodes.rules.${empty}`)}
        add={{ label: t(`config.nodes.rules.${add}`), entry }}
      />
    </Titled>
  )
}

function Titled({ field, children }: { field: SettingField; children: ReactNode }) {
  const { t } = useTranslation()
  const setting = useSetting(field, field.path)
  return (
    <section aria-label={setting.label} className="flex flex-col gap-2" data-setting={field.id}>
      <header>
        <h3 className="flex flex-wrap items-center gap-2 font-semibold text-sm">
          {useLabels()(field.id)}
          <SourceBadges value={setting.value} overlay={setting.overlay} />
        </h3>
        <p className="text-muted text-xs">{spoken(field.doc, t)}</p>
        {setting.error === undefined ? null : <p className="text-danger text-xs">{setting.error}</p>}
      </header>
      {children}
    </section>
  )
}

/** Times where a rule has some, else what it is for. */
function ruleName(entry: unknown): string {
  if (!isRecord(entry)) return ''
  const { from, to, nodes } = entry
  if (typeof from === 'string' && typeof to === 'string') return `${from}–${to}`
  return Array.isArray(nodes) ? nodes.join(', ') : ''
}

/** Never, always, or at times: the one key that is a switch or a list. */
function Eco({ field, fields }: { field: SettingField; fields: readonly SettingField[] }) {
  const { t } = useTranslation()
  const { view, edit, isUsable } = useForm()
  const path: ConfigPath = field.path
  const { value } = view.value(path)
  const mode = Array.isArray(value) ? 'times' : value === true ? 'always' : 'off'
  const choose = (next: 'off' | 'always' | 'times') => {
    const values: Record<typeof next, ConfigValue> = { off: false, always: true, times: [night] }
    const refusal = edit({ kind: 'set', path, value: values[next] })
    if (refusal !== null) toast.error(refusal)
  }
  return (
    <>
      <SegmentedControl
        className="self-start"
        label={useLabels()(field.id)}
        value={mode}
        onChange={choose}
        options={(['off', 'always', 'times'] as const).map(option => ({
          value: option,
          label: t(`config.nodes.rules.eco.${option}`),
          disabled: !isUsable,
        }))}
      />
      {mode !== 'times' ? null : (
        <EntryList
          list={path}
          fields={fields}
          nameOf={ruleName}
          add={{ label: t('config.nodes.rules.addTime'), entry: night }}
        />
      )}
    </>
  )
}
