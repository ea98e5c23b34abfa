import { useTranslation } from 'react-i18next'
import type { Tier } from '../../shared/entities'
import { tierName, tierTitle } from '../../shared/entities/tier-words'
import { tiers } from '../../shared/entities/tiers'
import { cn } from '../ui'

/** One, two or three of three rising bars: a tier's shape, the same everywhere. */
export function TierGlyph({ tier, className }: { tier: Tier; className?: string }) {
  return (
    <svg viewBox="0 0 14 14" aria-hidden="true" className={cn('size-3.5 shrink-0', className)}>
      {tiers.map(step => (
        <rect
          key={step}
          x={1 + step * 4.5}
          y={8 - step * 3.25}
          width="3"
          height={5 + step * 3.25}
          rx="1.25"
          fill="currentColor"
          opacity={step <= tier ? 1 : 0.25}
        />
      ))}
    </svg>
  )
}

export interface TierBadgeProps {
  tier: Tier
  /** Shape only; the name stays for screen readers and as the title. */
  compact?: boolean
  className?: string | undefined
}

export function TierBadge({ tier, compact = false, className }: TierBadgeProps) {
  const { t } = useTranslation()
  return (
    <span
      title={tierTitle(tier, t)}
      className={cn('inline-flex items-center gap-1.5 whitespace-nowrap font-medium text-xs', className)}
    >
      <TierGlyph tier={tier} />
      <span className={compact ? 'sr-only' : undefined}>{tierName(tier, t)}</span>
    </span>
  )
}
