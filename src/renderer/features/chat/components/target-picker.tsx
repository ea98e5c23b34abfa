import { ChevronDown, Pin, X } from 'lucide-react'
import { useMemo } from 'react'
import type { NodeView, TierChoice } from '../../../../shared/entities'
import { tierName } from '../../../../shared/entities/tier-words'
import { nodeStatusLook } from '../../../components'
import { texts } from '../../../texts'
import {
  Button,
  DropdownMenu,
  IconButton,
  MenuLabel,
  MenuRadioGroup,
  MenuSeparator,
  SegmentedControl,
} from '../../../ui'
import { useChat, useChatServices, useNodes } from '../chat-context'
import type { Target } from '../chat-state'

type TierKey = 'auto' | '0' | '1' | '2'

const tierOptions = [
  { value: 'auto', label: 'Auto', title: 'Each question goes to the smallest tier that answers it well' },
  { value: '0', label: tierName(0, texts.t), title: 'Always tier 0' },
  { value: '1', label: tierName(1, texts.t), title: 'Always tier 1' },
  { value: '2', label: tierName(2, texts.t), title: 'Always tier 2' },
] as const

const tierOfKey: Readonly<Record<TierKey, TierChoice>> = { auto: 'auto', 0: 0, 1: 1, 2: 2 }
const keyOfTier = (tier: TierChoice): TierKey => (tier === 'auto' ? 'auto' : (`${tier}` as const))

/** A pin as one string for the menu: `node name` or `model name`; names have no slash, so this cannot collide. */
const pinOf = ({ node, model }: Target) =>
  node !== undefined ? `node/${node}` : model !== undefined ? `model/${model}` : ''

function targetOfPin(pin: string, tier: TierChoice): Target {
  const name = pin.slice(pin.indexOf('/') + 1)
  if (pin.startsWith('node/')) return { tier, node: name }
  return pin.startsWith('model/') ? { tier, model: name } : { tier }
}

function modelsOf(nodes: readonly NodeView[]): string[] {
  const usable = nodes.filter(node => node.status === 'online')
  return [...new Set(usable.flatMap(node => (node.models.length > 0 ? node.models : [node.model])))]
    .filter(model => model !== '')
    .sort()
}

function PinMenu({ target, setTarget }: { target: Target; setTarget(target: Target): void }) {
  const nodes = useNodes()
  const models = useMemo(() => modelsOf(nodes ?? []), [nodes])
  const onChange = (pin: string) => setTarget(targetOfPin(pin, target.tier))
  if (nodes === null || nodes.length === 0) return null
  return (
    <DropdownMenu
      side="top"
      align="start"
      trigger={
        <IconButton size="sm" label="Pin to a node or model" tooltip={false} title="Pin to a node or model">
          <Pin />
        </IconButton>
      }
    >
      <MenuRadioGroup
        label="Pin"
        value={pinOf(target)}
        onChange={onChange}
        options={[{ value: '', label: 'Not pinned' }]}
      />
      <MenuSeparator />
      <MenuLabel>Node</MenuLabel>
      <MenuRadioGroup
        label="Node"
        value={pinOf(target)}
        onChange={onChange}
        options={nodes.map(node => ({
          value: `node/${node.name}`,
          label: node.name,
          hint: node.status === 'online' ? tierName(node.tier, texts.t) : nodeStatusLook(node, texts.t).label,
        }))}
      />
      {models.length === 0 ? null : (
        <>
          <MenuSeparator />
          <MenuLabel>Model</MenuLabel>
          <MenuRadioGroup
            label="Model"
            value={pinOf(target)}
            onChange={onChange}
            options={models.map(model => ({ value: `model/${model}`, label: model }))}
          />
        </>
      )}
    </DropdownMenu>
  )
}

function PinChip({ target, setTarget }: { target: Target; setTarget(target: Target): void }) {
  const name = target.node ?? target.model ?? ''
  return (
    <span className="flex h-7 min-w-0 items-center gap-1 rounded-md bg-accent-soft pl-2 text-accent text-xs">
      <Pin aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="min-w-0 truncate font-medium">{name}</span>
      <IconButton
        size="sm"
        tooltip={false}
        label={`Do not pin to ${name}`}
        className="text-accent"
        onClick={() => setTarget({ tier: target.tier })}
      >
        <X />
      </IconButton>
    </span>
  )
}

/** Where the next question goes: a tier by choice, or one node or model. */
export function TargetPicker() {
  const { chat } = useChatServices()
  const target = useChat(state => state.target)
  const tierKey = keyOfTier(target.tier)
  const setTier = (key: TierKey) => chat.setTarget({ tier: tierOfKey[key] })
  if (pinOf(target) !== '') {
    return (
      <div className="flex min-w-0 items-center gap-1">
        <PinChip target={target} setTarget={chat.setTarget} />
        <PinMenu target={target} setTarget={chat.setTarget} />
      </div>
    )
  }
  return (
    <div className="flex shrink-0 items-center gap-1">
      <SegmentedControl
        label="Tier"
        value={tierKey}
        onChange={setTier}
        options={tierOptions}
        className="max-sm:hidden"
      />
      <div className="sm:hidden">
        <DropdownMenu
          side="top"
          align="start"
          trigger={
            <Button
              size="sm"
              variant="ghost"
              aria-label={`Tier: ${target.tier === 'auto' ? 'Auto' : tierName(target.tier, texts.t)}`}
            >
              {target.tier === 'auto' ? 'Auto' : tierName(target.tier, texts.t)}
              <ChevronDown />
            </Button>
          }
        >
          <MenuRadioGroup label="Tier" value={tierKey} onChange={setTier} options={tierOptions} />
        </DropdownMenu>
      </div>
      <PinMenu target={target} setTarget={chat.setTarget} />
    </div>
  )
}
