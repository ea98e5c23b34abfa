import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RequestRecord } from '../../../../shared/entities'
import { tierName } from '../../../../shared/entities/tier-words'
import { spoken } from '../../../../shared/texts/spoken'
import type { Translate } from '../../../../shared/texts/translator'
import { momentText } from '../../../clock-text'
import {
  failoverLines,
  lastWord,
  measuredPhases,
  SeamLine,
  Section,
  TierBadge,
  TimingBar,
} from '../../../components'
import { formatCount, formatDuration, formatSpeed, missing } from '../../../format'
import { formatRoute } from '../../../navigation'
import { Dialog, StatusDot } from '../../../ui'
import { outcomeLook } from '../activity-words'

/** How one request went. What was said is not in the log, so it is not here either. */
export function RequestDrawer({ record, onClose }: { record: RequestRecord; onClose(): void }) {
  const { t, i18n } = useTranslation()
  const { shape, label } = outcomeLook(record.outcome, t)
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      placement="side"
      title={
        record.node === null
          ? t('activity.drawer.titleNoNode')
          : t('activity.drawer.title', { node: record.node })
      }
      description={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StatusDot shape={shape} label={label} />
          {record.tier === null ? null : <TierBadge tier={record.tier} />}
          <time dateTime={new Date(record.startedAt).toISOString()}>
            {momentText(record.startedAt, i18n.language)}
          </time>
        </span>
      }
    >
      <div className="flex flex-col gap-5">
        <Section title={t('activity.drawer.why')}>
          <p className="text-sm [overflow-wrap:anywhere] first-letter:uppercase">
            {record.reason === '' ? t('activity.drawer.noRoute') : spoken(record.reason, t)}
          </p>
          <Facts>
            <Fact label={t('activity.drawer.readAs')}>
              {record.class === null ? missing : t(`activity.drawer.classes.${record.class}`)}
            </Fact>
            <Fact label={t('activity.drawer.wanted')}>{wanted(record, t)}</Fact>
            <Fact label={t('activity.drawer.from')}>{t(`activity.origins.${record.origin}`)}</Fact>
            <Fact label={t('activity.drawer.kind')}>{t(`activity.kinds.${record.kind}`)}</Fact>
            {record.error === null ? null : <Fact label={t('activity.drawer.error')}>{record.error}</Fact>}
          </Facts>
        </Section>
        <Section title={t('activity.drawer.time', { duration: formatDuration(record.durationMs) })}>
          <TimingBar phases={measuredPhases(record)} />
          {record.ttftMs === null ? (
            <p className="text-muted text-sm">
              {record.queuedMs > 0
                ? t('activity.drawer.waitedOnly', { duration: formatDuration(record.queuedMs) })
                : t('activity.drawer.noFirstToken')}
            </p>
          ) : null}
        </Section>
        {record.failovers.length === 0 ? null : (
          <Section title={t('activity.drawer.onTheWay')}>
            {failoverLines(
              record.failovers,
              lastWord(record.failovers, record.node, record.outcome === 'failed'),
              t,
            ).map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a record does not change
              <div key={index}>
                <SeamLine text={line} />
                <p className="pl-5.5 text-muted text-xs [overflow-wrap:anywhere]">
                  {spoken(record.failovers[index]?.error.message ?? '', t)}
                </p>
              </div>
            ))}
          </Section>
        )}
        <Section title={t('activity.drawer.tokens')}>
          <Facts>
            <Fact label={t('activity.drawer.read')}>
              {record.promptTokens === null ? missing : formatCount(record.promptTokens)}
            </Fact>
            <Fact label={t('activity.drawer.written')}>
              {record.tokenSource === 'estimated' ? '≈ ' : ''}
              {formatCount(record.tokens)}
            </Fact>
            <Fact label={t('activity.drawer.spent')}>{formatCount(record.spentTokens)}</Fact>
            <Fact label={t('activity.drawer.speed')}>{formatSpeed(record.tokensPerSecond)}</Fact>
          </Facts>
        </Section>
        <Section title={t('activity.drawer.answeredBy')}>
          <Facts>
            <Fact label={t('activity.drawer.node')}>
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
            <Fact label={t('activity.drawer.model')}>
              <span className="font-mono text-xs">{record.model ?? missing}</span>
            </Fact>
          </Facts>
        </Section>
        <p className="text-muted text-xs">{t('activity.drawer.privacy')}</p>
      </div>
    </Dialog>
  )
}

function wanted({ wantedTier, forced }: RequestRecord, t: Translate): string {
  if (forced === 'node') return t('activity.drawer.wantedNode')
  if (forced === 'model') return t('activity.drawer.wantedModel')
  if (wantedTier === null) return missing
  const tier = tierName(wantedTier, t)
  return forced === 'tier' ? t('activity.drawer.wantedTier', { tier }) : tier
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
