import { cn } from '../ui'

/** The app icon, as in resources/source: three machines, each a size larger, on one spine. */
export function Logo({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn('size-8', className)}>
      <rect width="32" height="32" rx="7" fill="var(--accent-fill)" />
      <g fill="#fff">
        <rect x="14.5" y="7" width="3" height="17" />
        <rect x="11" y="6" width="10" height="5" rx="1.5" />
        <rect x="8.5" y="13.5" width="15" height="5" rx="1.5" />
        <rect x="6" y="21" width="20" height="5" rx="1.5" />
      </g>
    </svg>
  )
}
