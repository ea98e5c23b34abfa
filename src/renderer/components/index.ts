export { nodeStatusLook, type StatusLook } from './node-status'
export { NodeStatusBadge, type NodeStatusBadgeProps } from './node-status-badge'
export { SimulatedBadge } from './simulated-badge'
export { TierBadge, type TierBadgeProps, TierGlyph } from './tier-badge'
