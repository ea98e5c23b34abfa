import { connect, createServer, type Server, type Socket } from 'node:net'
import { createLink } from './link'
import type { AppliedToxic, Direction } from './toxics'

export interface FaultProxyOptions {
  target: { host: string; port: number }
  /** Default 127.0.0.1. */
  host?: string
  random(): number
}

export interface FaultProxy {
  /** Also after `down`: the port stays the same. */
  up(): Promise<{ port: number }>
  /** Closes the port, so that connecting is refused, and every connection. */
  down(how?: 'fin' | 'reset'): Promise<void>
  /** Ends the connections there are and goes on listening. */
  cut(how: 'fin' | 'reset'): void
  /** In force at once, on open connections too. */
  setToxics(toxics: readonly AppliedToxic[]): void
  /** Bytes handed on each way, and those that a `timeout` swallowed. */
  readonly stats: {
    connections: number
    connectionsMade: number
    upstream: number
    downstream: number
    swallowed: number
  }
}

/** A TCP proxy in this process that does to connections what networks and dying machines do. */
export function createFaultProxy({ target, host = '127.0.0.1', random }: FaultProxyOptions): FaultProxy {
  const open = new Set<{ close(how: 'fin' | 'reset'): void; look(): void }>()
  const counts = { connectionsMade: 0, upstream: 0, downstream: 0, swallowed: 0 }
  let toxics: readonly AppliedToxic[] = []
  let server: Server | null = null
  let port = 0

  const inForce = (direction: Direction) =>
    toxics.filter(applied => applied.direction === direction).map(({ toxic }) => toxic)

  function join(client: Socket): void {
    counts.connectionsMade++
    const gone = new AbortController()
    const upstream = connect({ ...target, allowHalfOpen: true, noDelay: true })
    client.setNoDelay(true)
    const connection = {
      close(how: 'fin' | 'reset') {
        gone.abort()
        open.delete(connection)
        upstream.destroy()
        if (how === 'reset') client.resetAndDestroy()
        // A client that says no more to a closed connection would keep it half open for ever.
        else client.end(() => client.destroy())
      },
      look() {
        for (const link of links) link.look()
      },
    }
    const link = (direction: Direction, from: Socket, to: Socket) =>
      createLink({
        from,
        to,
        toxics: () => inForce(direction),
        random,
        signal: gone.signal,
        close: connection.close,
        onBytes: bytes => {
          counts[direction] += bytes
        },
        onSwallowed: bytes => {
          counts.swallowed += bytes
        },
      })
    const links = [link('upstream', client, upstream), link('downstream', upstream, client)]
    open.add(connection)
    // A reset of one side is a reset of the other, unless silence reigns: then nobody hears of it.
    const isSilent = (direction: Direction) => inForce(direction).some(({ kind }) => kind === 'timeout')
    const follow = (side: Socket, direction: Direction) => {
      let failed = false
      side.on('error', () => {
        failed = true
      })
      side.on('close', () => {
        // A side that ended in good order may still have data on its way through the link.
        if (isSilent(direction) || (side.readableEnded && !failed && !client.destroyed)) return
        connection.close(failed ? 'reset' : 'fin')
      })
    }
    follow(upstream, 'downstream')
    follow(client, 'upstream')
    connection.look()
  }

  function cut(how: 'fin' | 'reset'): void {
    for (const connection of [...open]) connection.close(how)
  }

  return {
    async up() {
      if (server !== null) return { port }
      const listening = createServer({ allowHalfOpen: true }, join)
      await new Promise<void>((resolve, reject) => {
        listening.once('error', reject)
        listening.listen(port, host, resolve)
      })
      const address = listening.address()
      if (typeof address === 'object' && address !== null) port = address.port
      server = listening
      return { port }
    },
    async down(how = 'fin') {
      const closing = server
      server = null
      const closed = new Promise<void>(resolve => {
        if (closing === null) resolve()
        else closing.close(() => resolve())
      })
      cut(how)
      await closed
    },
    cut,
    setToxics(next) {
      toxics = next
      for (const connection of open) connection.look()
    },
    get stats() {
      return { connections: open.size, ...counts }
    },
  }
}
