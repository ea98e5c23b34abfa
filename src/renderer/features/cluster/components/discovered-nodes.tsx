import { CircleStop, Radar, ShieldQuestion, Stethoscope, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import type { DiscoveredNode, DiscoveryState, NodeView } from '../../../../shared/entities'
import { TierGlyph, useDiscovery } from '../../../components'
import { Button, cn } from '../../../ui'
import { useClusterStore, useIsBusy } from '../cluster-context'
import { discoveryKey } from '../cluster-store'
import { discoveryNote, draftOfDiscovered, offeredNodes, warningsOf } from '../discovery-words'
import type { NodeDraft } from '../node-draft'

export interface DiscoveredNodesProps {
  nodes: readonly NodeView[]
  onPick(preset: Partial<NodeDraft>): void
  onCheckNetwork(): void
}

/** Other harombes that announced themselves. What they say of themselves is text, never more. */
export function DiscoveredNodes({ nodes, onPick, onCheckNetwork }: DiscoveredNodesProps) {
  const { t } = useTranslation()
  const discovery = useDiscovery()
  const [picked, setPicked] = useState<string | null>(null)
  if (discovery === null) return null
  const offered = offeredNodes(discovery, nodes)
  const note = discoveryNote(discovery, offered.length, t)
  return (
    <section aria-label={t('cluster.setup.found.title')} className="flex flex-col gap-2">
      <h3 className="font-medium text-muted text-xs">{t('cluster.setup.found.title')}</h3>
      {offered.length === 0 ? null : (
        <>
          <ul className="flex max-h-56 flex-col divide-y divide-line overflow-y-auto rounded-lg border border-line">
            {offered.map(found => (
              <Found
                key={found.id}
                found={found}
                picked={picked === found.id}
                onPick={() => {
                  setPicked(found.id)
                  onPick(draftOfDiscovered(found))
                }}
              />
            ))}
          </ul>
          <p className="flex items-start gap-1.5 text-muted text-xs">
            <ShieldQuestion aria-hidden="true" className="mt-px size-3.5 shrink-0" />
            {t('cluster.setup.found.unverified')}
          </p>
        </>
      )}
      {note === null ? null : (
        <p role="status" className={cn('text-xs', note.tone === 'warn' ? 'text-warn' : 'text-muted')}>
          {note.text}
        </p>
      )}
      <div className="-ml-2 flex flex-wrap items-center gap-1">
        <LookingButton state={discovery.state} />
        {note === null ? null : (
          <Button size="sm" variant="ghost" icon={<Stethoscope />} onClick={onCheckNetwork}>
            {t('cluster.dashboard.checkNetwork')}
          </Button>
        )}
      </div>
    </section>
  )
}

/** One button for both, so that the focus stays where it is. */
function LookingButton({ state }: Pick<DiscoveryState, 'state'>) {
  const cluster = useClusterStore()
  const busy = useIsBusy(discoveryKey)
  const { t } = useTranslation()
  const isOff = state === 'off'
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={isOff ? <Radar /> : <CircleStop />}
      busy={busy}
      className={isOff ? 'text-accent' : undefined}
      onClick={() => void cluster.setLooking(isOff)}
    >
      {t(`cluster.setup.found.${isOff ? 'lookForOthers' : 'stopLooking'}`)}
    </Button>
  )
}

function Found(props: { found: DiscoveredNode; picked: boolean; onPick(): void }) {
  const { found, picked, onPick } = props
  const { t } = useTranslation()
  return (
    <li className="flex items-center gap-3 px-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-center gap-2">
          {/* Isolated, so that no writing direction in a name reorders what stands beside it. */}
          <bdi className="min-w-0 truncate font-medium text-sm">
            {found.name === '' ? t('cluster.setup.found.noName') : found.name}
          </bdi>
          {found.tier === null ? null : <TierGlyph tier={found.tier} className="text-muted" />}
        </p>
        <p className="truncate font-mono text-muted text-xs">{found.url}</p>
        {warningsOf(found).map(({ kind, name }) => (
          <p key={kind} className="flex items-start gap-1.5 text-warn text-xs">
            <TriangleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0" />
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <Trans t={t} i18nKey={`cluster.setup.found.${kind}`} components={{ name: <bdi>{name}</bdi> }} />
            </span>
          </p>
        ))}
        {found.model === null || found.model === '' ? null : (
          <p className="truncate text-muted text-xs">
            <Trans
              t={t}
              i18nKey="cluster.setup.found.saysItHas"
              components={{ model: <bdi>{found.model}</bdi> }}
            />
          </p>
        )}
      </div>
      <Button size="sm" onClick={onPick} aria-pressed={picked}>
        {picked ? t('cluster.setup.found.chosen') : t('cluster.setup.use')}
        <span className="sr-only"> {found.url}</span>
      </Button>
    </li>
  )
}
