export { createClusterMirror } from './cluster-mirror'
export {
  MirrorProvider,
  useCapability,
  useCluster,
  useClusterState,
  useMirrors,
  useSystemInfo,
} from './context'
export { createMirror, type Mirror } from './create-mirror'
export { createSystemMirror } from './system-mirror'
