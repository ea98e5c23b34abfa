import { cn } from './cn'
import { sparklinePath } from './sparkline-path'

const width = 96
const height = 24

export interface SparklineProps {
  values: readonly number[]
  /** What the picture says, for those who do not see it. */
  label: string
  className?: string | undefined
}

export function Sparkline({ values, label, className }: SparklineProps) {
  const shape = sparklinePath(values, width, height)
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      className={cn('h-6 w-24 overflow-visible text-muted', className)}
    >
      {shape === null ? (
        <line
          x1="0"
          x2={width}
          y1={height - 1.5}
          y2={height - 1.5}
          stroke="var(--line-strong)"
          strokeDasharray="2 4"
        />
      ) : (
        <>
          <path d={shape.area} fill="currentColor" opacity="0.12" />
          <path
            d={shape.line}
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        </>
      )}
    </svg>
  )
}
