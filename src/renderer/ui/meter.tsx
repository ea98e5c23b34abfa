import { cn } from './cn'

export interface MeterProps {
  value: number
  max: number
  /** Such as "Slots in use". */
  label: string
  /** Such as "1 of 2". */
  text: string
  className?: string | undefined
}

/** Few units are drawn as cells that can be counted, many as a bar. */
export function Meter({ value, max, label, text, className }: MeterProps) {
  const shared = {
    role: 'meter',
    'aria-label': label,
    'aria-valuemin': 0,
    'aria-valuemax': max,
    'aria-valuenow': Math.min(value, max),
    'aria-valuetext': text,
  } as const
  if (max <= 8) {
    return (
      <div {...shared} className={cn('flex h-1.5 gap-0.5', className)}>
        {Array.from({ length: max }, (_, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity but their place
            key={index}
            className={cn('eased flex-1 rounded-full', index < value ? 'bg-accent' : 'bg-pressed')}
          />
        ))}
      </div>
    )
  }
  const share = max === 0 ? 0 : Math.min(1, value / max)
  return (
    <div {...shared} className={cn('h-1.5 overflow-hidden rounded-full bg-pressed', className)}>
      <div
        className="h-full origin-left rounded-full bg-accent transition-transform duration-(--motion-base)"
        style={{ transform: `scaleX(${share})` }}
      />
    </div>
  )
}
