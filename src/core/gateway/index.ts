export { createGateway } from './gateway'
export type { Gateway, GatewayClock, GatewayOptions } from './types'
