import { cn } from '../../../ui'

export interface ShiftBarProps {
  label: string
  /** Between −bound and +bound. */
  value: number
  bound: number
  /** Such as "+0.3 of ±1". */
  text: string
}

/** How far a boundary was moved: from the middle to the right for sooner, to the left for later. */
export function ShiftBar({ label, value, bound, text }: ShiftBarProps) {
  const share = Math.min(1, Math.abs(value) / bound)
  const meter = {
    role: 'meter',
    'aria-label': label,
    'aria-valuemin': -bound,
    'aria-valuemax': bound,
    'aria-valuenow': value,
    'aria-valuetext': text,
  } as const
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1 text-xs">
      <span>{label}</span>
      <span data-figure className="text-right text-muted">
        {text}
      </span>
      <div {...meter} className="relative col-span-2 h-1.5 rounded-full bg-pressed">
        <span
          className={cn(
            'absolute inset-y-0 left-1/2 w-1/2 bg-accent transition-transform duration-(--motion-base)',
            value < 0 ? '-translate-x-full origin-right rounded-l-full' : 'origin-left rounded-r-full',
          )}
          style={{ scale: `${share} 1` }}
        />
        <span className="absolute -inset-y-0.5 left-1/2 w-px -translate-x-1/2 bg-control" />
      </div>
    </div>
  )
}
