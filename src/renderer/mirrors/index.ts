export { type ClusterMirror, type ClusterMirrorState, createClusterMirror } from './cluster-mirror'
export {
  MirrorProvider,
  type Mirrors,
  useCapability,
  useCluster,
  useClusterState,
  useMirrors,
  useSystemInfo,
} from './context'
export { createSystemMirror, type SystemMirror } from './system-mirror'
