export { createApprovalsMirror, type WaitingApproval } from './approvals-mirror'
export { createClusterMirror } from './cluster-mirror'
export {
  MirrorProvider,
  useApprovalOf,
  useApprovals,
  useCapability,
  useCluster,
  useClusterState,
  useMirrors,
  usePreferences,
  useSystemInfo,
} from './context'
export { createMirror, type Mirror } from './create-mirror'
export { createPreferencesMirror } from './preferences-mirror'
export { createSystemMirror } from './system-mirror'
