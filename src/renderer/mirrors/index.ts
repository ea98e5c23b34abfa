export { createClusterMirror } from './cluster-mirror'
export {
  MirrorProvider,
  useCapability,
  useCluster,
  useClusterState,
  useMirrors,
  useSystemInfo,
} from './context'
export { createSystemMirror } from './system-mirror'
