export { ApprovalCard } from './approval-card'
export { ExactText, MarkedText } from './exact-text'
export { RemainingRing } from './remaining-ring'
