import { cn } from './cn'

/** Shape first, colour second: disc, ring, dashed ring, triangle, cross, bar, ring with a dot, two bars, half a disc. */
export type StatusShape = 'ok' | 'held' | 'idle' | 'warn' | 'danger' | 'off' | 'busy' | 'paused' | 'half'

const tones: Record<StatusShape, string> = {
  ok: 'text-ok-fill',
  held: 'text-muted',
  idle: 'text-muted',
  warn: 'text-warn-fill',
  danger: 'text-danger-fill',
  off: 'text-muted',
  busy: 'text-accent',
  paused: 'text-muted',
  half: 'text-warn-fill',
}

function Glyph({ shape }: { shape: StatusShape }) {
  const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 2, strokeLinecap: 'round' } as const
  switch (shape) {
    case 'ok':
      return <circle cx="6" cy="6" r="4.5" fill="currentColor" />
    case 'held':
      return <circle cx="6" cy="6" r="4" {...line} strokeWidth={1.6} />
    case 'idle':
      return <circle cx="6" cy="6" r="4" {...line} strokeDasharray="0.5 3.7" />
    case 'warn':
      return <path d="M6 1.4 11 10.4H1z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
    case 'danger':
      return <path d="m2.5 2.5 7 7m0-7-7 7" {...line} strokeWidth={2.4} />
    case 'off':
      return <path d="M2 6h8" {...line} />
    case 'paused':
      return <path d="M4 2.5v7m4-7v7" {...line} />
    case 'half':
      return (
        <>
          <circle cx="6" cy="6" r="4.2" {...line} strokeWidth={1.6} />
          <path d="M6 1.8a4.2 4.2 0 0 1 0 8.4z" fill="currentColor" />
        </>
      )
    case 'busy':
      return (
        <>
          <circle cx="6" cy="6" r="4.5" {...line} strokeWidth={1.6} />
          <circle cx="6" cy="6" r="2" fill="currentColor" />
        </>
      )
  }
}

export interface StatusDotProps {
  shape: StatusShape
  /** The state in one word or two. Always in the page; `hideLabel` keeps it for screen readers only. */
  label: string
  hideLabel?: boolean
  className?: string | undefined
}

export function StatusDot({ shape, label, hideLabel = false, className }: StatusDotProps) {
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap', className)}>
      <svg viewBox="0 0 12 12" aria-hidden="true" className={cn('size-2.5 shrink-0', tones[shape])}>
        <Glyph shape={shape} />
      </svg>
      <span className={hideLabel ? 'sr-only' : undefined}>{label}</span>
    </span>
  )
}
