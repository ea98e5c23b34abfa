import { Check, CircleDashed, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type {
  AnswerMetrics,
  Classification,
  Failover,
  Message,
  RouteCandidate,
} from '../../../../shared/entities'
import { tierNames, tiers } from '../../../../shared/entities/tiers'
import {
  failoverLines,
  lastWord,
  longestPrediction,
  measuredPhases,
  PredictedBar,
  SeamLine,
  TierBadge,
  TimingBar,
} from '../../../components'
import { formatDuration, formatShare } from '../../../format'
import { Badge, cn, Dialog } from '../../../ui'
import type { AnswerStore } from '../answer-store'
import { metricTexts, wantedText } from '../answer-words'
import { useAnswer } from '../chat-context'

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-5 first:mt-0">
      <h3 className="mb-2 font-semibold text-sm">{title}</h3>
      {children}
    </section>
  )
}

function Probabilities({ values }: { values: readonly number[] }) {
  return (
    <ul className="mt-3 flex flex-col gap-1.5">
      {tiers.map(tier => {
        const share = values[tier] ?? 0
        return (
          <li key={tier} className="grid grid-cols-[5.5rem_1fr_3rem] items-center gap-2 text-xs">
            <span className="text-muted">{tierNames[tier]}</span>
            <span className="h-1.5 overflow-hidden rounded-full bg-pressed">
              <span
                className="block h-full origin-left rounded-full bg-accent"
                style={{ transform: `scaleX(${Math.min(1, Math.max(0, share))})` }}
              />
            </span>
            <span className="text-right text-muted">{formatShare(share)}</span>
          </li>
        )
      })}
    </ul>
  )
}

function Question({ classification }: { classification: Classification }) {
  return (
    <>
      <p className="flex items-center gap-2">
        <Badge tone="accent" className="capitalize">
          {classification.class}
        </Badge>
        <span className="text-muted text-xs">about {classification.estimatedTokens} tokens to read</span>
      </p>
      <ul className="mt-2 list-disc pl-4 text-muted text-sm marker:text-line-strong">
        {classification.reasons.map(reason => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      {classification.probabilities === undefined ? null : (
        <Probabilities values={classification.probabilities} />
      )}
    </>
  )
}

const verdicts = {
  chosen: { Icon: Check, look: 'text-ok', word: 'Chosen' },
  eligible: { Icon: CircleDashed, look: 'text-muted', word: 'Would come next' },
  rejected: { Icon: X, look: 'text-danger', word: 'Left out' },
} as const

function Candidate({ candidate, longestMs }: { candidate: RouteCandidate; longestMs: number }) {
  const { Icon, look, word } = verdicts[candidate.verdict]
  return (
    <li className="flex items-start gap-2.5 px-3 py-2">
      <Icon aria-hidden="true" className={cn('mt-0.5 size-4 shrink-0', look)} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium text-sm">{candidate.node}</span>
          <TierBadge tier={candidate.tier} className="text-muted" />
          <span className="text-muted text-xs [overflow-wrap:anywhere]">{candidate.model}</span>
        </p>
        <p className="text-muted text-xs [overflow-wrap:anywhere]">
          <span className={cn('font-medium', look)}>{word}</span>: {candidate.reason}
        </p>
        {candidate.predicted === undefined ? null : (
          <PredictedBar predicted={candidate.predicted} longestMs={longestMs} />
        )}
      </div>
    </li>
  )
}

const byRank = (a: RouteCandidate, b: RouteCandidate) =>
  (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER)

function Timing({ metrics }: { metrics: AnswerMetrics }) {
  return (
    <>
      <TimingBar phases={measuredPhases(metrics)} />
      <p data-figure className="mt-1.5 text-muted text-xs">
        {[
          `${formatDuration(metrics.durationMs)} in all`,
          ...metricTexts(metrics).filter(text => !text.startsWith('first')),
        ].join(' · ')}
      </p>
    </>
  )
}

const noFailovers: readonly Failover[] = []

export interface WhyDialogProps {
  message: Message
  answer: AnswerStore | null
  onClose(): void
}

/** Every choice that was made for one answer, with its reason. */
export function WhyDialog({ message, answer, onClose }: WhyDialogProps) {
  const liveRoute = useAnswer(answer, state => state.route)
  const liveBy = useAnswer(answer, state => state.answeredBy)
  const liveFailovers = useAnswer(answer, state => state.failovers)
  const route = message.route ?? liveRoute
  const answeredBy = message.answeredBy ?? liveBy
  const failovers = message.failovers ?? (answer === null ? noFailovers : liveFailovers)
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      placement="side"
      title="Why this node?"
      description={route?.reason ?? 'No route was made for this question.'}
    >
      {route === null || route === undefined ? null : (
        <>
          <Section title="The question">
            <p className="mb-2 text-sm">{wantedText(route)}</p>
            <Question classification={route.classification} />
            {route.requirements.length === 0 ? null : (
              <p className="mt-3 text-sm">The model must be able to {route.requirements.join(', ')}.</p>
            )}
          </Section>
          <Section title="The nodes">
            <ul className="divide-y divide-line rounded-lg border border-line">
              {route.candidates.toSorted(byRank).map(candidate => (
                <Candidate
                  key={`${candidate.node} ${candidate.model}`}
                  candidate={candidate}
                  longestMs={longestPrediction(route.candidates)}
                />
              ))}
            </ul>
          </Section>
        </>
      )}
      {failovers.length === 0 ? null : (
        <Section title="On the way">
          {failoverLines(
            failovers,
            lastWord(failovers, answeredBy?.node ?? null, message.state === 'failed'),
          ).map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: failovers are only ever added
            <div key={index}>
              <SeamLine text={line} />
              <p className="pl-5.5 text-muted text-xs">{failovers[index]?.error.message}</p>
            </div>
          ))}
        </Section>
      )}
      {message.metrics === undefined ? null : (
        <Section title="Time">
          <Timing metrics={message.metrics} />
        </Section>
      )}
    </Dialog>
  )
}
