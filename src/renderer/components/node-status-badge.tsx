import type { NodeView } from '../../shared/entities'
import { StatusDot } from '../ui'
import { nodeStatusLook } from './node-status'

export interface NodeStatusBadgeProps {
  node: Pick<NodeView, 'status' | 'activeRequests'>
  hideLabel?: boolean
  className?: string | undefined
}

export function NodeStatusBadge({ node, hideLabel = false, className }: NodeStatusBadgeProps) {
  const { shape, label } = nodeStatusLook(node)
  return (
    <StatusDot
      shape={shape}
      label={label}
      hideLabel={hideLabel}
      {...(className === undefined ? {} : { className })}
    />
  )
}
