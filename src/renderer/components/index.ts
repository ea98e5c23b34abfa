export { backendNames } from '../../shared/entities/backend-names'
export { failoverLines, failoverText, lastWord } from '../../shared/entities/failover-words'
export {
  callStateNote,
  callStateWord,
  limitWord,
  riskWord,
  toolTitle,
  untrustedWord,
} from '../../shared/entities/tool-words'
export { ApprovalCard, ExactText, MarkedText, RemainingRing } from './approvals'
export { ConvergenceNote } from './convergence-note'
export { useDiscovery } from './discovered-nodes'
export { type Figure, FigureStrip, splitUnit } from './figure-strip'
export { HardwareFacts, type HardwareState, useHardware } from './hardware-facts'
export { LiveResources } from './live-resources'
export { LocalBackendList, useLocalBackends } from './local-backends'
export { isResting, nodeStatusLook } from './node-status'
export { NodeStatusBadge } from './node-status-badge'
export { RichText } from './rich-text'
export { RouteExplanation } from './route-explanation'
export { preferenceHint, preferenceName, preferences, shiftText, signed } from './route-words'
export { SeamLine } from './seam-line'
export { Section } from './section'
export { SimulatedBadge } from './simulated-badge'
export { Stage } from './stage'
export { terminalText } from './terminal-text'
export { TierBadge, TierGlyph } from './tier-badge'
export { measuredPhases } from './timing'
export { PhaseBar, TimingBar } from './timing-bar'
export { ToolIcon } from './tool-icon'
export { cellPadding, WindowedTable } from './windowed-table'
