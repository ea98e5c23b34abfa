import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { NodeView, RoutePreference } from '../../../../shared/entities'
import { useConnectionStatus } from '../../../client'
import { RouteExplanation } from '../../../components'
import { useClusterState } from '../../../mirrors'
import { Banner, Button, cn, Dialog, Skeleton } from '../../../ui'
import { clusterKey } from '../what-if'
import type { WhatIfOutcome, WhatIfStore } from '../what-if-store'
import { WhatIfForm } from './what-if-form'

/** From what a small machine answers at once to what wants the largest. */
const examples = ['fact', 'puzzle', 'design'] as const

const noNodes: readonly NodeView[] = []

export interface WhatIfDialogProps {
  whatIf: WhatIfStore
  /** The one of harombe.yaml; null while it is not known. */
  preference: RoutePreference | null
  onClose(): void
}

/** Where a prompt would go, and how that changes with the nodes and the settings. Nothing is sent to a node. */
export function WhatIfDialog({ whatIf, preference, onClose }: WhatIfDialogProps) {
  const { t } = useTranslation()
  const { draft, outcome } = useStore(whatIf.store)
  const nodes = useClusterState(state => state.view?.nodes ?? noNodes)
  const key = useMemo(() => clusterKey(nodes), [nodes])
  const isLost = useConnectionStatus() === 'lost'
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when what decides has changed, not with every figure
  useEffect(() => {
    whatIf.refresh(nodes)
    return whatIf.stop
  }, [whatIf, key, preference, isLost])
  const found = outcome.status === 'shown' ? outcome.route.classification.preference : undefined
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      width="2xl"
      tall
      title={t('cluster.routing.whatIf.title')}
      description={t('cluster.routing.whatIf.description')}
    >
      {/* Side by side each part scrolls for itself, so that a switch and what it changes are seen together. */}
      <div className="grid gap-x-6 gap-y-6 sm:-my-4 sm:h-[calc(100%+2rem)] sm:grid-cols-[minmax(0,19.5rem)_minmax(0,1fr)] sm:grid-rows-1">
        <div className="min-h-0 sm:-ml-1 sm:overflow-y-auto sm:py-4 sm:pr-2 sm:pl-1">
          <WhatIfForm
            draft={draft}
            nodes={nodes}
            preference={preference ?? found ?? 'balanced'}
            onChange={whatIf.change}
          />
        </div>
        <section
          aria-label={t('cluster.routing.whatIf.decision')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 for scrolling regions
          tabIndex={0}
          className="flex min-h-0 min-w-0 flex-col gap-4 outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--accent)] sm:-mr-5 sm:overflow-y-auto sm:py-4 sm:pr-5 sm:pl-2"
        >
          {isLost ? (
            <Banner tone="warn" title={t('cluster.routing.whatIf.lost')}>
              {t('cluster.routing.whatIf.lostText')}
            </Banner>
          ) : null}
          <Outcome
            outcome={outcome}
            isDimmed={!isLost}
            onChoose={text => whatIf.change({ text })}
            onRetry={() => whatIf.refresh(nodes)}
          />
        </section>
      </div>
    </Dialog>
  )
}

interface OutcomeProps {
  outcome: WhatIfOutcome
  /** Whether an answer that is being found out anew looks like it. */
  isDimmed: boolean
  onChoose(text: string): void
  onRetry(): void
}

function Outcome({ outcome, isDimmed, onChoose, onRetry }: OutcomeProps) {
  const { t } = useTranslation()
  switch (outcome.status) {
    case 'empty':
      return <Examples onChoose={onChoose} />
    case 'asking':
      return (
        <div role="status" className="flex flex-col gap-3">
          <span className="sr-only">{t('cluster.routing.whatIf.asking')}</span>
          <Skeleton className="h-5 w-4/5" />
          <Skeleton className="mt-2 h-24 w-full" />
          <Skeleton className="h-32 w-full" />
        </div>
      )
    case 'failed':
      return (
        <Banner
          tone="warn"
          title={outcome.message}
          actions={
            <Button size="sm" onClick={onRetry}>
              {t('cluster.routing.whatIf.retry')}
            </Button>
          }
        >
          {outcome.hint}
        </Banner>
      )
    case 'shown':
      return (
        <div
          aria-busy={outcome.isStale}
          className={cn(
            'transition-opacity duration-(--motion-base)',
            // Only a wait that can be noticed dims.
            outcome.isStale && isDimmed && 'opacity-60 delay-300',
          )}
        >
          <RouteExplanation route={outcome.route} isLive />
        </div>
      )
  }
}

function Examples({ onChoose }: { onChoose(text: string): void }) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted text-sm">{t('cluster.routing.whatIf.start')}</p>
      <ul className="flex flex-col gap-2">
        {examples.map(example => (
          <li key={example}>
            <button
              type="button"
              onClick={() => onChoose(t(`cluster.routing.whatIf.example.${example}`))}
              className="focus-ring eased flex w-full flex-col gap-1.5 rounded-lg border border-line bg-surface px-3.5 py-2.5 text-left text-sm hover:border-line-strong hover:bg-hover"
            >
              <span>{t(`cluster.routing.whatIf.example.${example}`)}</span>
              <span className="text-muted text-xs">{t(`cluster.routing.whatIf.example.${example}Kind`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
