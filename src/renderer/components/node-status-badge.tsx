import { useTranslation } from 'react-i18next'
import { StatusDot } from '../ui'
import { type LookedAt, nodeStatusLook } from './node-status'

export interface NodeStatusBadgeProps {
  node: LookedAt
  hideLabel?: boolean
  className?: string | undefined
}

export function NodeStatusBadge({ node, hideLabel = false, className }: NodeStatusBadgeProps) {
  const { t } = useTranslation()
  const { shape, label } = nodeStatusLook(node, t)
  return (
    <StatusDot
      shape={shape}
      label={label}
      hideLabel={hideLabel}
      {...(className === undefined ? {} : { className })}
    />
  )
}
