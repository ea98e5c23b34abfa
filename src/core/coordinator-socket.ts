import { WebSocket } from 'ws'
import { HarombeError } from '../shared/errors'
import type { LockRecord } from './config/directory-lock'

const handshakeTimeoutMs = 5000

function rpcUrl(endpoint: string): URL {
  const url = new URL('/rpc', endpoint)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url
}

/**
 * Opens the contract of the coordinator that holds the data directory, as the user whose lock file names it.
 * @throws HarombeError DISCONNECTED when it does not answer
 */
export function openCoordinatorSocket(endpoint: string, token: LockRecord['token']): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(rpcUrl(endpoint), {
      headers: { authorization: `Bearer ${token}` },
      handshakeTimeout: handshakeTimeoutMs,
      followRedirects: false,
      // The address is this very machine's and comes from a file only this user can write; its certificate is made out to
      // the name that others know it by, often by nobody we trust.
      rejectUnauthorized: false,
    })
    socket.once('open', () => resolve(socket))
    // Stays for the socket's whole life: an error without a listener would end the process.
    socket.on('error', cause =>
      reject(
        new HarombeError('DISCONNECTED', `The running coordinator at ${endpoint} does not answer.`, {
          hint: 'Stop it and try again.',
          cause,
        }),
      ),
    )
  })
}
