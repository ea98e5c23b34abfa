import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { HarombeClient } from '../../shared/contract'
import type { PageConnection } from './connect'
import type { ConnectionStatus } from './reconnecting-client'

const ConnectionContext = createContext<PageConnection | null>(null)

export const ConnectionProvider = ConnectionContext.Provider

export function useConnection(): PageConnection {
  const connection = useContext(ConnectionContext)
  if (connection === null) throw new Error('useConnection is used outside ConnectionProvider')
  return connection
}

export function useClient(): HarombeClient {
  return useConnection().client
}

export function useConnectionStatus(): ConnectionStatus {
  return useStore(useConnection().status, state => state.status)
}
