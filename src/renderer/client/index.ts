export { connect, type PageConnection } from './connect'
export { ConnectionProvider, useClient, useConnection, useConnectionStatus } from './context'
export type { ConnectionStatus } from './reconnecting-client'
