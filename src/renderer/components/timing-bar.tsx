import { useTranslation } from 'react-i18next'
import type { PredictedTime } from '../../shared/entities'
import { formatDuration } from '../format'
import { cn } from '../ui'
import { predictedPhases, type TimingKind, type TimingPhase, totalOf } from './timing'

const fills: Readonly<Record<TimingKind, string>> = {
  queue: 'bg-line-strong',
  load: 'bg-control',
  read: 'bg-accent/45',
  write: 'bg-accent',
}

/** The parts of a time in proportion; what they are stands beside it in words. */
export function PhaseBar({
  phases,
  share = 1,
  className,
}: {
  phases: readonly TimingPhase[]
  share?: number
  className?: string
}) {
  return (
    <div aria-hidden="true" className={cn('h-1.5 overflow-hidden rounded-full bg-pressed', className)}>
      <div
        className="flex h-full gap-px overflow-hidden rounded-full"
        style={{ width: `${Math.max(2, share * 100)}%` }}
      >
        {phases.map(({ kind, ms }) => (
          <span key={kind} className={cn('min-w-px', fills[kind])} style={{ flexGrow: ms, flexBasis: 0 }} />
        ))}
      </div>
    </div>
  )
}

/** The parts of an answer's time as a bar, and in words below it. Draws nothing without parts. */
export function TimingBar({ phases }: { phases: readonly TimingPhase[] }) {
  const { t } = useTranslation()
  if (phases.length === 0) return null
  return (
    <div className="flex flex-col gap-1.5">
      <PhaseBar phases={phases} />
      <ul className="flex flex-wrap gap-x-3.5 gap-y-0.5 text-muted text-xs">
        {phases.map(({ kind, ms }) => (
          <li key={kind} data-figure className="flex items-center gap-1.5">
            <span aria-hidden="true" className={cn('size-2 rounded-xs', fills[kind])} />
            {t(`words.timing.${kind}`, { time: formatDuration(ms) })}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** "load 2 s, write 2.2 s", with a bar that can be compared with those of the other candidates; their reasons name the sum. */
export function PredictedBar({ predicted, longestMs }: { predicted: PredictedTime; longestMs: number }) {
  const { t } = useTranslation()
  const phases = predictedPhases(predicted)
  const total = totalOf(phases)
  if (total === 0) return null
  return (
    <div className="mt-1 flex flex-col gap-1">
      <PhaseBar phases={phases} share={longestMs === 0 ? 1 : total / longestMs} />
      <p data-figure className="text-muted text-xs">
        {phases
          .map(({ kind, ms }) => t(`words.timingExpected.${kind}`, { time: formatDuration(ms) }))
          .join(' · ')}
      </p>
    </div>
  )
}

/** The longest of the candidates' predictions, which the bars are drawn against. */
export const longestPrediction = (candidates: readonly { predicted?: PredictedTime | undefined }[]): number =>
  Math.max(
    0,
    ...candidates.map(({ predicted }) => (predicted === undefined ? 0 : totalOf(predictedPhases(predicted)))),
  )
