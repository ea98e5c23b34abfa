import { Download, RotateCcw } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { RoutingState } from '../../../../shared/contract/routing'
import { spoken } from '../../../../shared/texts/spoken'
import { preferenceHint, preferenceName, preferences, Section } from '../../../components'
import { formatAgo } from '../../../format'
import { AlertDialog, Banner, Button, Dialog, SegmentedControl, Skeleton, Switch } from '../../../ui'
import { useNow } from '../../../use-now'
import type { RoutingStore } from '../routing-store'
import { boundaries, escalationModes, learntText, signalCounts, signalTotal } from '../routing-words'
import { saveAsJson } from '../save-as-json'
import { ShiftBar } from './shift-bar'

/** How questions are weighed, and what was learnt from the user about it. */
export function RoutingDrawer({ routing, onClose }: { routing: RoutingStore; onClose(): void }) {
  const { t } = useTranslation()
  const { view, error } = useStore(routing.mirror.store)
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      placement="side"
      title={t('cluster.routing.title')}
      description={t('cluster.routing.description')}
    >
      <div className="flex flex-col gap-6">
        {error === null ? null : <Banner tone="danger" title={spoken(error, t)} />}
        {view !== null ? (
          <Settings routing={routing} view={view} />
        ) : error === null ? (
          <div className="flex flex-col gap-6">
            <Skeleton className="h-14 w-full" />
            <Skeleton className="h-14 w-full" />
            <Skeleton className="h-32 w-full" />
          </div>
        ) : null}
      </div>
    </Dialog>
  )
}

function Settings({ routing, view }: { routing: RoutingStore; view: RoutingState }) {
  const { t } = useTranslation()
  const chosen = useStore(routing.store, state => state.chosen)
  const preference = chosen.preference ?? view.preference
  const escalation = chosen.escalation ?? view.escalation
  const learn = chosen.learn ?? view.learn
  return (
    <>
      <Section title={t('cluster.routing.preference')}>
        <SegmentedControl
          label={t('cluster.routing.preference')}
          fill
          value={preference}
          onChange={value => void routing.change({ preference: value })}
          options={preferences.map(value => ({ value, label: preferenceName(value, t) }))}
        />
        <Hint>{preferenceHint(preference, t)}</Hint>
      </Section>
      <Section title={t('cluster.routing.shortfall')}>
        <SegmentedControl
          label={t('cluster.routing.shortfall')}
          fill
          value={escalation}
          onChange={value => void routing.change({ escalation: value })}
          options={escalationModes.map(value => ({ value, label: t(`cluster.routing.escalation.${value}`) }))}
        />
        <Hint>{t(`cluster.routing.escalationHint.${escalation}`)}</Hint>
      </Section>
      <Section title={t('cluster.routing.learning')}>
        <div className="flex items-start justify-between gap-4 text-sm">
          <span>
            {t('cluster.routing.learn')}
            <span className="block text-muted text-xs">{t('cluster.routing.learnHint')}</span>
          </span>
          <Switch
            label={t('cluster.routing.learn')}
            checked={learn}
            onChange={value => void routing.change({ learn: value })}
          />
        </div>
      </Section>
      <Learnt routing={routing} view={view} />
    </>
  )
}

function Hint({ children }: { children: ReactNode }) {
  return <p className="text-muted text-xs">{children}</p>
}

function Learnt({ routing, view }: { routing: RoutingStore; view: RoutingState }) {
  const { t } = useTranslation()
  const [asksReset, setAsksReset] = useState(false)
  const now = useNow(60_000)
  const counts = signalCounts(view.signals, t)
  const isEmpty = signalTotal(view.signals) === 0
  return (
    <Section title={t('cluster.routing.learnt')}>
      {view.problem === null ? null : <Banner tone="warn" title={spoken(view.problem, t)} />}
      <p className="text-sm">{learntText(view, t)}</p>
      <div className="flex flex-col gap-3 py-1">
        {boundaries(view, t).map(boundary => (
          <ShiftBar key={boundary.label} {...boundary} bound={view.bound} />
        ))}
        <p aria-hidden="true" className="flex justify-between text-2xs text-muted">
          <span>{t('cluster.routing.later')}</span>
          <span>{t('cluster.routing.sooner')}</span>
        </p>
      </div>
      {isEmpty ? null : (
        <dl className="flex flex-col gap-1 text-sm">
          {counts.map(({ kind, words, count }) => (
            <div key={kind} className="flex flex-row-reverse justify-end gap-3">
              <dt className="min-w-0 flex-1 text-muted">{words}</dt>
              <dd className="min-w-6 shrink-0 text-right">{count}</dd>
            </div>
          ))}
        </dl>
      )}
      {view.since === null ? null : (
        <Hint>{t('cluster.routing.since', { ago: formatAgo(view.since, now) })}</Hint>
      )}
      <div className="flex flex-wrap gap-2 pt-1">
        <Button
          size="sm"
          icon={<Download />}
          disabled={isEmpty}
          onClick={async () => {
            const learnt = await routing.load()
            if (learnt !== null) saveAsJson('harombe-learned.json', learnt)
          }}
        >
          {t('cluster.routing.export')}
        </Button>
        <Button size="sm" icon={<RotateCcw />} disabled={isEmpty} onClick={() => setAsksReset(true)}>
          {t('cluster.routing.reset')}
        </Button>
      </div>
      <AlertDialog
        open={asksReset}
        onOpenChange={setAsksReset}
        title={t('cluster.routing.resetTitle')}
        description={t('cluster.routing.resetText')}
        action={t('cluster.routing.forget')}
        danger
        onConfirm={() => void routing.reset()}
      />
    </Section>
  )
}
