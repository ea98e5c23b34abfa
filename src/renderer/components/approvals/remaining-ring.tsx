import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../../ui'

/** How long a person has, milliseconds; the ring is full then. */
const wholeMs = 120_000
const soonSeconds = 20
const radius = 6
const circumference = 2 * Math.PI * radius

/** Whole seconds to a monotonic time, refreshed each second; 0 when it is past. */
function useRemainingSeconds(deadline: number): number {
  const read = () => Math.max(0, Math.ceil((deadline - performance.now()) / 1000))
  const [seconds, setSeconds] = useState(read)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `read` depends on the deadline alone
  useEffect(() => {
    setSeconds(read())
    const timer = setInterval(() => setSeconds(read()), 1_000)
    return () => clearInterval(timer)
  }, [deadline])
  return seconds
}

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`

/** How long it can still be decided. Not read out while it runs down. */
export function RemainingRing({ deadline }: { deadline: number }) {
  const { t } = useTranslation()
  const seconds = useRemainingSeconds(deadline)
  const share = Math.min(1, (seconds * 1000) / wholeMs)
  return (
    <span
      data-figure
      title={t('words.approval.ringTitle')}
      className={cn(
        'inline-flex shrink-0 items-center gap-1.5 text-xs',
        seconds <= soonSeconds ? 'text-warn' : 'text-muted',
      )}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true" className="size-3.5 -rotate-90">
        <circle cx="8" cy="8" r={radius} fill="none" stroke="var(--line-strong)" strokeWidth="2" />
        <circle
          cx="8"
          cy="8"
          r={radius}
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeDasharray={circumference}
          strokeDashoffset={circumference * (1 - share)}
        />
      </svg>
      {clock(seconds)}
      <span className="sr-only">{t('words.approval.left')}</span>
    </span>
  )
}
