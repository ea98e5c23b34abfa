export { ApprovalCard } from './approval-card'
export { RemainingRing } from './remaining-ring'
