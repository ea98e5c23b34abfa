import { cn } from './cn'

export interface ProgressBarProps {
  /** 0–1; null while nobody knows how much there is to do. */
  share: number | null
  /** What it is the progress of. */
  label: string
  /** Such as "1.2 of 4.7 GB". */
  text: string
  className?: string | undefined
}

export function ProgressBar({ share, label, text, className }: ProgressBarProps) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
      aria-valuetext={text}
      className={cn('h-1.5 overflow-hidden rounded-full bg-pressed', className)}
    >
      {share === null ? (
        // A node of its own: else the first figure would be reached from a full bar.
        <div key="unknown" className="h-full w-full animate-breathe rounded-full bg-accent/45" />
      ) : (
        <div
          key="known"
          className="h-full w-full origin-left rounded-full bg-accent transition-transform duration-(--motion-base)"
          style={{ transform: `scaleX(${share})` }}
        />
      )}
    </div>
  )
}
