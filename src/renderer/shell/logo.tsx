import { cn } from '../ui'

/** Three machines of unlike strength under one roof. */
export function Logo({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn('size-8', className)}>
      <rect width="32" height="32" rx="8" fill="var(--accent-fill)" />
      <g fill="#fff">
        <rect x="7" y="18" width="4.5" height="7" rx="2.25" />
        <rect x="13.75" y="13" width="4.5" height="12" rx="2.25" />
        <rect x="20.5" y="7" width="4.5" height="18" rx="2.25" />
      </g>
    </svg>
  )
}
