import { ArrowLeft } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConfigPath, ConfigValue } from '../../../../../shared/config/document/form-action'
import { useClusterState } from '../../../../mirrors'
import { Banner, Button, Card } from '../../../../ui'
import { useForm } from '../form-context'
import { changeAction } from '../form-model'
import { LineLink, SettingRow } from '../setting-row'
import type { SettingField } from '../settings/setting-field'
import { nodeSettings } from '../settings/setting-tree'
import { UnknownKeys } from '../unknown-keys'
import type { LaneNode } from './lane-nodes'
import { NodeMenu } from './node-menu'

const groups = {
  basics: ['name', 'tier', 'enabled'],
  address: ['host', 'port', 'url', 'backend', 'auth_token', 'insecure', 'wake'],
  models: ['model', 'models', 'context_length', 'keep_alive'],
  load: ['slots', 'weight', 'timeout'],
  hardware: ['capabilities', 'vram_gb', 'ram_gb'],
} as const
const groupNames = ['basics', 'address', 'models', 'load', 'hardware'] as const

/** A key of the schema that is in no group yet is among what the node can do: none is out of reach. */
function groupOf(field: SettingField): (typeof groupNames)[number] {
  const key = field.path[3] ?? ''
  return groupNames.find(name => groups[name].some(own => own === key)) ?? 'hardware'
}

export interface NodeDetailsProps {
  item: LaneNode
  onBack(): void
  /** It has another name from now on. */
  onRenamed(name: string): void
}

/** Every field of one node, in place of the sections. */
export function NodeDetails({ item, onBack, onRenamed }: NodeDetailsProps) {
  const { t } = useTranslation()
  const { view, edit, show } = useForm()
  const heading = useRef<HTMLHeadingElement>(null)
  const optionsId = useId()
  const base: ConfigPath = ['cluster', 'nodes', item.node.index]
  const name = item.name === '' ? t('config.nodes.noName') : item.name
  // Whoever opened it hears where they are, and Tab goes on from here.
  useEffect(() => heading.current?.focus(), [])

  const rename = (value: ConfigValue | null): string | null => {
    const refusal = edit(changeAction(view, [...base, 'name'], value))
    if (refusal === null && typeof value === 'string') onRenamed(value.trim().normalize('NFC'))
    return refusal
  }
  return (
    <section aria-label={t('config.nodes.details', { node: name })} className="flex flex-col gap-4">
      <header className="flex flex-wrap items-center gap-2">
        <Button size="sm" variant="ghost" icon={<ArrowLeft />} onClick={onBack} className="-ml-2">
          {t('config.nodes.back')}
        </Button>
        <h2
          ref={heading}
          tabIndex={-1}
          className="min-w-0 flex-1 truncate font-semibold text-base outline-none"
          title={name}
        >
          {name}
        </h2>
        <LineLink what={name} line={item.node.position.line} onShow={() => show(base)} />
        <NodeMenu item={item} onRemoved={onBack} />
      </header>
      {item.node.locked === null ? null : <Banner tone="warn" title={item.node.locked} />}
      {groupNames.map(group => (
        <section key={group} className="flex flex-col gap-1.5">
          <h3 className="font-medium text-muted text-xs">{t(`config.nodes.group.${group}`)}</h3>
          <Card className="divide-y divide-line">
            {nodeSettings()
              .filter(field => groupOf(field) === group)
              .map(field => (
                <SettingRow
                  key={field.id}
                  field={field}
                  path={[...base, ...field.path.slice(3)]}
                  owner={item.name}
                  options={takesModels(field) ? optionsId : undefined}
                  onChange={field.path.at(-1) === 'name' ? rename : undefined}
                />
              ))}
          </Card>
        </section>
      ))}
      <UnknownKeys title={t('config.nodes.group.other')} base={base} known={nodeKeys()} />
      <ServedModels id={optionsId} node={item.name} />
    </section>
  )
}

const takesModels = (field: SettingField) => field.path.at(-1) === 'model' || field.path.at(-1) === 'models'
const nodeKeys = () => new Set(nodeSettings().map(field => field.path[3] ?? ''))

/** What the node says it serves, to choose from. */
function ServedModels({ id, node }: { id: string; node: string }) {
  const models = useClusterState(state => state.view?.nodes.find(({ name }) => name === node)?.models)
  return (
    <datalist id={id}>
      {(models ?? []).map(model => (
        <option key={model} value={model} />
      ))}
    </datalist>
  )
}
