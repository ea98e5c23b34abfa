export { detectHardware } from './detect'

export { createResourceMonitor } from './resource-monitor'
