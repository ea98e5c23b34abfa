import type { RouteCandidate, RouteDecision } from '../../shared/entities'
import { tierNames, tiers } from '../../shared/entities/tiers'
import { cn, StatusDot, type StatusShape } from '../ui'
import { classNames } from './class-names'
import { TierBadge, TierGlyph } from './tier-badge'
import { longestPrediction, PredictedBar } from './timing-bar'

const verdicts: Record<RouteCandidate['verdict'], { shape: StatusShape; label: string }> = {
  chosen: { shape: 'ok', label: 'Chosen' },
  eligible: { shape: 'idle', label: 'Next' },
  rejected: { shape: 'off', label: 'Out' },
}

/** Why a query goes, or went, where it did: the class with its reasons, then every candidate with its own. */
export function RouteExplanation({ route }: { route: RouteDecision }) {
  const { classification } = route
  const longestMs = longestPrediction(route.candidates)
  return (
    <div className="flex flex-col gap-4 text-sm">
      <p className="font-medium">{route.reason}</p>
      <section className="flex flex-col gap-2">
        <h3 className="flex flex-wrap items-center gap-x-2 font-medium text-muted text-xs">
          {classNames[classification.class]}
          <span aria-hidden="true">·</span>
          <span>about {classification.estimatedTokens} tokens</span>
        </h3>
        {classification.probabilities === undefined ? null : (
          <Probabilities values={classification.probabilities} wanted={classification.tier} />
        )}
        <ul className="flex flex-col gap-1">
          {classification.reasons.map(reason => (
            <li key={reason} className="flex gap-2">
              <span aria-hidden="true" className="text-muted">
                ·
              </span>
              <span className="min-w-0 [overflow-wrap:anywhere] first-letter:uppercase">{reason}</span>
            </li>
          ))}
          {route.requirements.map(requirement => (
            <li key={requirement} className="[overflow-wrap:anywhere]">
              The model must be able to {requirement}.
            </li>
          ))}
          {route.forced === 'none' ? null : <li className="text-muted">Forced by name: {route.forced}.</li>}
        </ul>
      </section>
      <section className="flex flex-col gap-1.5">
        <h3 className="font-medium text-muted text-xs">Candidates</h3>
        {route.candidates.length === 0 ? <p>There is no node that could be asked.</p> : null}
        <ol className="flex flex-col divide-y divide-line overflow-hidden rounded-lg border border-line">
          {route.candidates.map(candidate => (
            <Candidate key={candidate.node} candidate={candidate} longestMs={longestMs} />
          ))}
        </ol>
      </section>
    </div>
  )
}

function Candidate({ candidate, longestMs }: { candidate: RouteCandidate; longestMs: number }) {
  const { shape, label } = verdicts[candidate.verdict]
  return (
    <li className={cn('flex flex-col gap-0.5 px-3 py-2', candidate.verdict === 'chosen' && 'bg-accent-soft')}>
      <div className="flex items-center gap-2">
        <TierGlyph tier={candidate.tier} className="text-muted" />
        <span className="sr-only">{tierNames[candidate.tier]}</span>
        <span className="min-w-0 truncate font-medium">{candidate.node}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-muted text-xs">{candidate.model}</span>
        <StatusDot shape={shape} label={label} className="text-muted text-xs" />
      </div>
      <p className="text-muted text-xs [overflow-wrap:anywhere] first-letter:uppercase">{candidate.reason}</p>
      {candidate.predicted === undefined ? null : (
        <PredictedBar predicted={candidate.predicted} longestMs={longestMs} />
      )}
    </li>
  )
}

function Probabilities({ values, wanted }: { values: readonly [number, number, number]; wanted: 0 | 1 | 2 }) {
  return (
    <ul className="grid grid-cols-3 gap-2">
      {tiers.map(tier => (
        <li key={tier} className="flex min-w-0 flex-col gap-1">
          <span className="flex items-center justify-between gap-1">
            <TierBadge tier={tier} className={tier === wanted ? undefined : 'text-muted'} />
            <span data-figure className="text-muted text-xs">
              {Math.round(values[tier] * 100)} %
            </span>
          </span>
          <span aria-hidden="true" className="h-1 overflow-hidden rounded-full bg-pressed">
            <span
              className={cn(
                'block h-full origin-left rounded-full',
                tier === wanted ? 'bg-accent' : 'bg-control',
              )}
              style={{ transform: `scaleX(${values[tier]})` }}
            />
          </span>
        </li>
      ))}
    </ul>
  )
}
