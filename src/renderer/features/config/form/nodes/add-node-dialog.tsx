import { ShieldQuestion } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tier } from '../../../../../shared/entities'
import { tierName } from '../../../../../shared/entities/tier-words'
import { tiers } from '../../../../../shared/entities/tiers'
import { LocalBackendList, TierGlyph, useDiscovery, useLocalBackends } from '../../../../components'
import { Button, Dialog, Field, Input, SegmentedControl, toast } from '../../../../ui'
import { useForm } from '../form-context'
import { addressOfFound, notYetNodes, offeredNode, parseTypedAddress } from './offers'

export interface AddNodeDialogProps {
  /** Null: what is found says, else the middle one. */
  tier: Tier | null
  onClose(): void
  onAdded(name: string): void
}

type Address = ReturnType<typeof addressOfFound>

/** A new node of the draft: what is found first, and any other by its address. */
export function AddNodeDialog({ tier, onClose, onAdded }: AddNodeDialogProps) {
  const { t } = useTranslation()
  const { view, edit } = useForm()
  const [chosenTier, setTier] = useState<Tier>(tier ?? 1)

  const add = (name: string, address: Address, ownTier: Tier | null) => {
    const node = offeredNode(
      { name, address, tier: tier ?? ownTier ?? chosenTier },
      view.nodes.map(other => other.name),
      t('config.nodes.offer.fallback'),
    )
    const refusal = edit({ kind: 'add_node', node })
    if (refusal !== null) {
      toast.error(refusal)
      return
    }
    toast.success(t('config.nodes.offer.added', { node: node.name }))
    onClose()
    onAdded(node.name)
  }
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      title={t('config.nodes.offer.title')}
      description={t('config.nodes.offer.hint')}
    >
      <div className="flex flex-col gap-5">
        <OnNetwork onAdd={add} />
        <OnThisMachine onAdd={add} />
        <ByAddress tier={chosenTier} onTier={setTier} onAdd={address => add('', address, chosenTier)} />
      </div>
    </Dialog>
  )
}

type OnAdd = (name: string, address: Address, tier: Tier | null) => void

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h3 className="font-medium text-muted text-xs">{title}</h3>
      {children}
    </section>
  )
}

/** What they say of themselves is text, never more. */
function OnNetwork({ onAdd }: { onAdd: OnAdd }) {
  const { t } = useTranslation()
  const { view } = useForm()
  const discovery = useDiscovery()
  if (discovery === null) return null
  const offered = notYetNodes(discovery.nodes, view.nodes)
  if (offered.length === 0) {
    return discovery.state === 'off' ? (
      <p className="text-muted text-xs">{t('config.nodes.offer.off')}</p>
    ) : null
  }
  return (
    <Group title={t('config.nodes.offer.network')}>
      <ul className="flex max-h-56 flex-col divide-y divide-line overflow-y-auto rounded-lg border border-line">
        {offered.map(found => (
          <li key={found.id} className="flex items-center gap-3 px-3 py-2">
            <div className="min-w-0 flex-1">
              <p className="flex min-w-0 items-center gap-2">
                <bdi className="min-w-0 truncate font-medium text-sm">
                  {found.name === '' ? t('cluster.setup.found.noName') : found.name}
                </bdi>
                {found.tier === null ? null : <TierGlyph tier={found.tier} className="text-muted" />}
              </p>
              <p className="truncate font-mono text-muted text-xs">{found.url}</p>
            </div>
            <UseButton url={found.url} onUse={() => onAdd(found.name, addressOfFound(found), found.tier)} />
          </li>
        ))}
      </ul>
      <p className="flex items-start gap-1.5 text-muted text-xs">
        <ShieldQuestion aria-hidden="true" className="mt-px size-3.5 shrink-0" />
        {t('config.nodes.offer.unverified')}
      </p>
    </Group>
  )
}

function OnThisMachine({ onAdd }: { onAdd: OnAdd }) {
  const { t } = useTranslation()
  const { view } = useForm()
  const { found } = useLocalBackends()
  if (found === null) {
    return (
      <p role="status" className="text-muted text-xs">
        {t('config.nodes.offer.looking')}
      </p>
    )
  }
  const offered = notYetNodes(found, view.nodes)
  if (offered.length === 0) return null
  return (
    <Group title={t('config.nodes.offer.here')}>
      <LocalBackendList
        backends={offered}
        action={backend => (
          <UseButton url={backend.url} onUse={() => onAdd(backend.backend, addressOfFound(backend), null)} />
        )}
      />
    </Group>
  )
}

function UseButton({ url, onUse }: { url: string; onUse(): void }) {
  const { t } = useTranslation()
  return (
    <Button size="sm" onClick={onUse} aria-label={t('config.nodes.offer.useUrl', { url })}>
      {t('config.nodes.offer.use')}
    </Button>
  )
}

interface ByAddressProps {
  tier: Tier
  onTier(tier: Tier): void
  onAdd(address: Address): void
}

function ByAddress({ tier, onTier, onAdd }: ByAddressProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [isWrong, setWrong] = useState(false)
  return (
    <Group title={t('config.nodes.offer.blank')}>
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={event => {
          event.preventDefault()
          const address = parseTypedAddress(text)
          setWrong(address === null)
          if (address !== null) onAdd(address)
        }}
      >
        <Field
          label={t('config.nodes.offer.address')}
          hint={t('config.nodes.offer.addressHint')}
          error={isWrong ? t('config.nodes.offer.addressWrong') : undefined}
        >
          {control => (
            <Input
              {...control}
              value={text}
              onChange={event => {
                setText(event.target.value)
                setWrong(false)
              }}
              spellCheck={false}
              autoCapitalize="none"
              autoComplete="off"
              className="font-mono text-xs"
            />
          )}
        </Field>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <SegmentedControl
            label={t('config.nodes.rules.tiers')}
            value={String(tier)}
            onChange={value => onTier(tiers.find(other => String(other) === value) ?? 1)}
            options={tiers.map(other => ({
              value: String(other),
              label: (
                <>
                  <TierGlyph tier={other} />
                  {tierName(other, t)}
                </>
              ),
            }))}
          />
          <Button type="submit" variant="primary">
            {t('config.nodes.offer.use')}
          </Button>
        </div>
      </form>
    </Group>
  )
}
