export { createGateway } from './gateway'
export { toSharing } from './sharing'
export type { Gateway } from './types'
