import { Download, RotateCcw } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useStore } from 'zustand'
import type { RoutingState } from '../../../../shared/contract/routing'
import { preferenceHint, preferenceName, preferences, Section } from '../../../components'
import { formatAgo } from '../../../format'
import { texts } from '../../../texts'
import { AlertDialog, Banner, Button, Dialog, SegmentedControl, Skeleton, Switch } from '../../../ui'
import { useNow } from '../../../use-now'
import type { RoutingStore } from '../routing-store'
import {
  boundaries,
  escalationHints,
  escalationModes,
  escalationNames,
  learntText,
  signalCounts,
  signalTotal,
} from '../routing-words'
import { saveAsJson } from '../save-as-json'
import { ShiftBar } from './shift-bar'

/** How questions are weighed, and what was learnt from the user about it. */
export function RoutingDrawer({ routing, onClose }: { routing: RoutingStore; onClose(): void }) {
  const { view, error } = useStore(routing.mirror.store)
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      placement="side"
      title="Routing"
      description="Written to harombe.yaml, and in force at once."
    >
      <div className="flex flex-col gap-6">
        {error === null ? null : <Banner tone="danger" title={error} />}
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
  const chosen = useStore(routing.store, state => state.chosen)
  const preference = chosen.preference ?? view.preference
  const escalation = chosen.escalation ?? view.escalation
  const learn = chosen.learn ?? view.learn
  return (
    <>
      <Section title="Preference">
        <SegmentedControl
          label="Preference"
          fill
          value={preference}
          onChange={value => void routing.change({ preference: value })}
          options={preferences.map(value => ({ value, label: preferenceName(value, texts.t) }))}
        />
        <Hint>{preferenceHint(preference, texts.t)}</Hint>
      </Section>
      <Section title="When a small node’s answer falls short">
        <SegmentedControl
          label="When a small node’s answer falls short"
          fill
          value={escalation}
          onChange={value => void routing.change({ escalation: value })}
          options={escalationModes.map(value => ({ value, label: escalationNames[value] }))}
        />
        <Hint>{escalationHints[escalation]}</Hint>
      </Section>
      <Section title="Learning">
        <div className="flex items-start justify-between gap-4 text-sm">
          <span>
            Learn from what I do
            <span className="block text-muted text-xs">
              Redone answers, chosen tiers and thumbs move your own boundaries, within limits. Kept on this
              machine, without any text.
            </span>
          </span>
          <Switch
            label="Learn from what I do"
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
  const [asksReset, setAsksReset] = useState(false)
  const now = useNow(60_000)
  const counts = signalCounts(view.signals)
  const isEmpty = signalTotal(view.signals) === 0
  return (
    <Section title="What was learnt">
      {view.problem === null ? null : <Banner tone="warn" title={view.problem} />}
      <p className="text-sm">{learntText(view)}</p>
      <div className="flex flex-col gap-3 py-1">
        {boundaries(view).map(boundary => (
          <ShiftBar key={boundary.label} {...boundary} bound={view.bound} />
        ))}
        <p aria-hidden="true" className="flex justify-between text-2xs text-muted">
          <span>later</span>
          <span>sooner</span>
        </p>
      </div>
      {isEmpty ? null : (
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-sm">
          {counts.map(({ kind, words, count }) => (
            <div key={kind} className="contents">
              <dt className="order-2 col-start-2 text-muted">{words}</dt>
              <dd className="col-start-1 text-right">{count}</dd>
            </div>
          ))}
        </dl>
      )}
      {view.since === null ? null : <Hint>Since {formatAgo(view.since, now)}.</Hint>}
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
          Export
        </Button>
        <Button size="sm" icon={<RotateCcw />} disabled={isEmpty} onClick={() => setAsksReset(true)}>
          Reset…
        </Button>
      </div>
      <AlertDialog
        open={asksReset}
        onOpenChange={setAsksReset}
        title="Forget what was learnt?"
        description="Your questions are weighed as on a fresh installation again. This cannot be undone; export it first to keep a copy."
        action="Forget"
        danger
        onConfirm={() => void routing.reset()}
      />
    </Section>
  )
}
