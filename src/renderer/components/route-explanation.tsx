import { useTranslation } from 'react-i18next'
import type { Classification, RouteCandidate, RouteDecision, Tier } from '../../shared/entities'
import { gatesOf } from '../../shared/entities/gate-words'
import { tierName } from '../../shared/entities/tier-words'
import { tiers } from '../../shared/entities/tiers'
import { spoken } from '../../shared/texts/spoken'
import { formatCount } from '../format'
import { cn, StatusDot, type StatusShape } from '../ui'
import { percentages, wantedText, weighingTexts } from './route-words'
import { Section } from './section'
import { TierBadge, TierGlyph } from './tier-badge'
import { longestPrediction, PredictedBar } from './timing-bar'

const shapes: Readonly<Record<RouteCandidate['verdict'], StatusShape>> = {
  chosen: 'ok',
  eligible: 'idle',
  rejected: 'off',
}

/** More are weaker than what decided. */
const shownReasons = 3

/** Why a query goes, or went, where it did: what the question needs, then every candidate with its reason. */
export function RouteExplanation({
  route,
  isLive = false,
}: {
  route: RouteDecision
  /** It changes under the reader's eyes: the sentence that sums it up is read out then. */
  isLive?: boolean
}) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-5 text-sm">
      <p
        {...(isLive ? { role: 'status' } : {})}
        className="font-medium [overflow-wrap:anywhere] first-letter:uppercase"
      >
        {spoken(route.reason, t)}
      </p>
      <Section title={t('words.route.question')}>
        <QuestionPart route={route} />
      </Section>
      <Section title={t('words.route.nodes')}>
        {route.candidates.length === 0 ? (
          <p>{t('words.route.nobody')}</p>
        ) : (
          <Candidates candidates={route.candidates} />
        )}
      </Section>
    </div>
  )
}

function QuestionPart({ route }: { route: RouteDecision }) {
  const { t } = useTranslation()
  const { classification } = route
  const conditions = gatesOf(route)
  return (
    <>
      <p>
        {wantedText(route, t)}{' '}
        <span data-figure className="whitespace-nowrap text-muted">
          {t('words.route.tokens', { tokens: formatCount(classification.estimatedTokens) })}
        </span>
      </p>
      {classification.probabilities === undefined ? null : (
        <Probabilities values={classification.probabilities} wanted={classification.tier} />
      )}
      <Reasons classification={classification} />
      {conditions.length === 0 ? null : (
        <ul className="flex flex-col gap-1">
          {conditions.map(condition => (
            <li key={condition} className="[overflow-wrap:anywhere]">
              {spoken(condition, t)}
            </li>
          ))}
        </ul>
      )}
      {weighingTexts(classification, t).map(text => (
        <p key={text} className="text-muted text-xs">
          {text}
        </p>
      ))}
    </>
  )
}

function Reasons({ classification: { reasons } }: { classification: Classification }) {
  const { t } = useTranslation()
  if (reasons.length === 0) return null
  return (
    <ul aria-label={t('words.route.reasons')} className="flex flex-col gap-1">
      {reasons.slice(0, shownReasons).map(reason => (
        <li key={reason} className="flex gap-2">
          <span aria-hidden="true" className="text-muted">
            ·
          </span>
          <span className="min-w-0 [overflow-wrap:anywhere] first-letter:uppercase">{spoken(reason, t)}</span>
        </li>
      ))}
    </ul>
  )
}

/** One bar of the whole, in tier order, and the figures below in the same order. */
function Probabilities({ values, wanted }: { values: readonly [number, number, number]; wanted: Tier }) {
  const { t } = useTranslation()
  const percents = percentages(values)
  return (
    <div className="flex flex-col gap-1.5 py-0.5">
      <div aria-hidden="true" className="flex h-2 gap-0.5 overflow-hidden rounded-full">
        {tiers.map(tier => (
          <span
            key={tier}
            className={cn(
              'transition-[flex-grow] duration-(--motion-base)',
              tier === wanted ? 'bg-accent' : 'bg-line-strong',
            )}
            style={{ flexGrow: values[tier], flexBasis: 0 }}
          />
        ))}
      </div>
      <ul aria-label={t('words.route.likely')} className="flex flex-wrap justify-between gap-x-1">
        {tiers.map(tier => (
          <li
            key={tier}
            className={cn(
              'flex items-center gap-x-1 whitespace-nowrap sm:gap-x-2',
              tier === wanted ? 'font-medium text-ink' : 'text-muted',
            )}
          >
            <TierBadge tier={tier} className={tier === wanted ? 'text-accent' : 'font-normal'} />
            <span data-figure className="text-xs">
              {percents[tier]} %
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** In the order of attempts, those that are out last. */
const byRank = (a: RouteCandidate, b: RouteCandidate) =>
  (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER)

function Candidates({ candidates }: { candidates: readonly RouteCandidate[] }) {
  const longestMs = longestPrediction(candidates)
  return (
    <ol className="flex flex-col divide-y divide-line overflow-hidden rounded-lg border border-line">
      {candidates.toSorted(byRank).map(candidate => (
        <Candidate key={`${candidate.node} ${candidate.model}`} candidate={candidate} longestMs={longestMs} />
      ))}
    </ol>
  )
}

function Candidate({ candidate, longestMs }: { candidate: RouteCandidate; longestMs: number }) {
  const { node, tier, model, verdict, reason, rank, predicted } = candidate
  const { t } = useTranslation()
  const isOut = verdict === 'rejected'
  return (
    <li className={cn('flex gap-2.5 px-3 py-2', verdict === 'chosen' && 'bg-accent-soft')}>
      <span data-figure aria-hidden="true" className="w-3 shrink-0 text-right text-muted">
        {rank === null ? '–' : rank + 1}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <div className="flex items-center gap-2">
          <TierGlyph tier={tier} className="text-muted" />
          <span className="sr-only">{tierName(tier, t)}</span>
          <span className={cn('min-w-0 truncate', isOut ? 'text-muted' : 'font-medium')}>{node}</span>
          <span className="min-w-0 flex-1 truncate font-mono text-muted text-xs">{model}</span>
          <StatusDot
            shape={shapes[verdict]}
            label={t(`words.route.${verdict}`)}
            className="text-muted text-xs"
          />
        </div>
        <p className="text-muted text-xs [overflow-wrap:anywhere] first-letter:uppercase">
          {spoken(reason, t)}
        </p>
        {predicted === undefined ? null : <PredictedBar predicted={predicted} longestMs={longestMs} />}
      </div>
    </li>
  )
}
