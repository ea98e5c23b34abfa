export { createGateway } from './gateway'
export { type Listening, toSharing } from './sharing'
export type { Gateway } from './types'
