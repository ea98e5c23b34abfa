export { ApprovalCard } from './approval-card'
export { ExactText } from './exact-text'
