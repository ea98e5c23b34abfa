import { cn } from '../ui'
import { Sample } from './sample'

const grounds = [
  ['canvas', 'bg-canvas'],
  ['surface', 'bg-surface'],
  ['raised', 'bg-raised'],
  ['sunken', 'bg-sunken'],
  ['hover', 'bg-hover'],
  ['pressed', 'bg-pressed'],
  ['line', 'bg-line'],
  ['line-strong', 'bg-line-strong'],
  ['control', 'bg-control'],
  ['accent-fill', 'bg-accent-fill'],
  ['accent-soft', 'bg-accent-soft'],
  ['ok-fill', 'bg-ok-fill'],
  ['ok-soft', 'bg-ok-soft'],
  ['warn-fill', 'bg-warn-fill'],
  ['warn-soft', 'bg-warn-soft'],
  ['danger-fill', 'bg-danger-fill'],
  ['danger-soft', 'bg-danger-soft'],
] as const

const sizes = [
  'text-2xs',
  'text-xs',
  'text-sm',
  'text-base',
  'text-md',
  'text-lg',
  'text-xl',
  'text-2xl',
] as const
const radii = ['rounded-xs', 'rounded-sm', 'rounded-md', 'rounded-lg', 'rounded-xl', 'rounded-full'] as const
const inks = ['text-ink', 'text-muted', 'text-accent', 'text-ok', 'text-warn', 'text-danger'] as const
const shadows = ['shadow-sm', 'shadow-md', 'shadow-lg'] as const

export function TokenSamples() {
  return (
    <>
      <Sample name="colour">
        {grounds.map(([name, className]) => (
          <figure key={name} className="w-16 text-2xs text-muted">
            <div className={cn('mb-1 h-8 rounded-md border border-line', className)} />
            {name}
          </figure>
        ))}
      </Sample>
      <Sample name="ink">
        {inks.map(className => (
          <span key={className} className={className}>
            {className}
          </span>
        ))}
      </Sample>
      <Sample name="type">
        {sizes.map(className => (
          <span key={className} className={className}>
            {className}
          </span>
        ))}
      </Sample>
      <Sample name="radius and shadow">
        {radii.map(className => (
          <span key={className} className={cn('border border-line-strong px-3 py-1.5 text-2xs', className)}>
            {className}
          </span>
        ))}
        {shadows.map(className => (
          <span key={className} className={cn('rounded-md bg-raised px-3 py-1.5 text-2xs', className)}>
            {className}
          </span>
        ))}
      </Sample>
    </>
  )
}
