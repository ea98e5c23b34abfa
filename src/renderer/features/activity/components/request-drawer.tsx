import type { ReactNode } from 'react'
import type { RequestRecord } from '../../../../shared/entities'
import { tierName } from '../../../../shared/entities/tier-words'
import {
  classNames,
  failoverLines,
  lastWord,
  measuredPhases,
  SeamLine,
  TierBadge,
  TimingBar,
} from '../../../components'
import { formatCount, formatDuration, formatSpeed, missing } from '../../../format'
import { formatRoute } from '../../../navigation'
import { texts } from '../../../texts'
import { Dialog, StatusDot } from '../../../ui'
import { kindNames, originNames, outcomeLook } from '../activity-words'

/** How one request went. What was said is not in the log, so it is not here either. */
export function RequestDrawer({ record, onClose }: { record: RequestRecord; onClose(): void }) {
  const { shape, label } = outcomeLook(record.outcome)
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      placement="side"
      title={record.node === null ? 'A request that no node took' : `A request to ${record.node}`}
      description={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StatusDot shape={shape} label={label} />
          {record.tier === null ? null : <TierBadge tier={record.tier} />}
          <time dateTime={new Date(record.startedAt).toISOString()}>
            {new Date(record.startedAt).toLocaleString('en-GB')}
          </time>
        </span>
      }
    >
      <div className="flex flex-col gap-5">
        <Section title="Why it went there">
          <p className="text-sm [overflow-wrap:anywhere] first-letter:uppercase">
            {record.reason === '' ? 'No route was made for it.' : record.reason}
          </p>
          <Facts>
            <Fact label="Read as">{record.class === null ? missing : classNames[record.class]}</Fact>
            <Fact label="Wanted">{wanted(record)}</Fact>
            <Fact label="From">{originNames[record.origin]}</Fact>
            <Fact label="Kind">{kindNames[record.kind]}</Fact>
            {record.error === null ? null : <Fact label="Error">{record.error}</Fact>}
          </Facts>
        </Section>
        <Section title={`Time: ${formatDuration(record.durationMs)}`}>
          <TimingBar phases={measuredPhases(record)} />
          {record.ttftMs === null ? (
            <p className="text-muted text-sm">
              {record.queuedMs > 0
                ? `It waited ${formatDuration(record.queuedMs)}; no first token came.`
                : 'No first token came.'}
            </p>
          ) : null}
        </Section>
        {record.failovers.length === 0 ? null : (
          <Section title="On the way">
            {failoverLines(
              record.failovers,
              lastWord(record.failovers, record.node, record.outcome === 'failed'),
              texts.t,
            ).map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a record does not change
              <div key={index}>
                <SeamLine text={line} />
                <p className="pl-5.5 text-muted text-xs [overflow-wrap:anywhere]">
                  {record.failovers[index]?.error.message}
                </p>
              </div>
            ))}
          </Section>
        )}
        <Section title="Tokens">
          <Facts>
            <Fact label="Read">
              {record.promptTokens === null ? missing : formatCount(record.promptTokens)}
            </Fact>
            <Fact label="Written">
              {record.tokenSource === 'estimated' ? '≈ ' : ''}
              {formatCount(record.tokens)}
            </Fact>
            <Fact label="Written, with discarded tries">{formatCount(record.spentTokens)}</Fact>
            <Fact label="A second">{formatSpeed(record.tokensPerSecond)}</Fact>
          </Facts>
        </Section>
        <Section title="Answered by">
          <Facts>
            <Fact label="Node">
              {record.node === null ? (
                missing
              ) : (
                <a
                  href={formatRoute({ page: 'cluster', node: record.node })}
                  className="focus-ring rounded-xs text-accent underline underline-offset-3"
                >
                  {record.node}
                </a>
              )}
            </Fact>
            <Fact label="Model">
              <span className="font-mono text-xs">{record.model ?? missing}</span>
            </Fact>
          </Facts>
        </Section>
        <p className="text-muted text-xs">
          The log keeps how a request went, never what was asked or answered.
        </p>
      </div>
    </Dialog>
  )
}

function wanted({ wantedTier, forced }: RequestRecord): string {
  if (forced === 'node') return 'This node, by name'
  if (forced === 'model') return 'This model, by name'
  if (wantedTier === null) return missing
  return `${tierName(wantedTier, texts.t)}${forced === 'tier' ? ', by name' : ''}`
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium text-muted text-xs">{title}</h3>
      {children}
    </section>
  )
}

function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-2 gap-x-4 gap-y-2.5">{children}</dl>
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="text-sm [overflow-wrap:anywhere]">{children}</dd>
    </div>
  )
}
