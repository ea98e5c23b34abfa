export { connect, type PageConnection } from './connect'
export { ConnectionProvider, useClient, useConnection, useConnectionStatus } from './context'
export { followStream } from './follow-stream'
export type { Connection, ConnectionStatus } from './reconnecting-client'
