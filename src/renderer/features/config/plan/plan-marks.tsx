import { type PlanMark, planSymbols } from '../../../../shared/entities/plan-words'
import { cn } from '../../../ui'

const tones: Record<PlanMark, string> = {
  add: 'text-ok',
  change: 'text-warn',
  remove: 'text-danger',
  move: 'text-accent',
  pull: 'text-accent',
  load: 'text-accent',
}

/** The sign before a line of a plan. Its words say the same, so it is not read out. */
export function Mark({ mark, className }: { mark: PlanMark; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn('inline-block w-4 shrink-0 text-center font-mono font-semibold', tones[mark], className)}
    >
      {planSymbols[mark]}
    </span>
  )
}
