import { formatDuration } from '../../../format'
import { Sparkline } from '../../../ui'

/** The last good checks, oldest at the left. */
export function LatencyChart({ values }: { values: readonly number[] }) {
  const lowest = values.length === 0 ? null : Math.min(...values)
  const highest = values.length === 0 ? null : Math.max(...values)
  return (
    <figure className="flex flex-col gap-1.5">
      <Sparkline
        values={values}
        label={
          values.length === 0
            ? 'No check has succeeded yet'
            : `Latency of the last ${values.length} checks, from ${formatDuration(lowest)} to ${formatDuration(highest)}`
        }
        className="h-14 w-full"
      />
      <figcaption className="flex justify-between text-muted text-xs">
        <span>last {values.length} checks</span>
        <span>
          {formatDuration(lowest)} to {formatDuration(highest)}
        </span>
      </figcaption>
    </figure>
  )
}
