import { randomUUID } from 'node:crypto'
import { isHarombeError } from '../../../shared/errors'
import type { Lease } from '../dialect'
import type { HttpConnection } from '../http/connection'
import { leaseHeader, leasePath } from '../peer-wire'

type Renewing = Pick<HttpConnection, 'askJson'>

export interface LeaseKeeper {
  open(connection: Renewing): Lease
}

/** Milliseconds. A peer waits 25 s, so that two renewals may be lost. */
const renewEvery = 8_000
const renewWithin = 4_000
/** How long a peer that knows no leases is not asked again. */
const forgetAfter = 10 * 60_000
const answerBytes = 64 * 1024
/** A peer lets 64 connections of one machine in, and the renewal needs one: answers beyond these go without. */
const mostLeases = 48

const nothing: Lease = { headers: {}, close: () => undefined }

/** The peer is there and knows no such address, or does not let us use it. */
function isUnknown(error: unknown): boolean {
  const status = isHarombeError(error) ? error.data?.status : undefined
  return status === 401 || status === 403 || status === 404 || status === 405
}

/**
 * Keeps the leases of the answers that one peer is writing for us. Nothing runs while there is none. A peer that cannot be
 * told is left without: its answers then end as they always did, with the connection.
 */
export function createLeaseKeeper({ every = renewEvery, now = () => performance.now() } = {}): LeaseKeeper {
  const held = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let renewing: AbortController | null = null
  let unknownUntil = Number.NEGATIVE_INFINITY

  async function renew(connection: Renewing): Promise<void> {
    const own = new AbortController()
    renewing = own
    const body = { ids: [...held] }
    const bounds = { milliseconds: Math.min(renewWithin, every), bytes: answerBytes }
    try {
      await connection.askJson(
        { method: 'POST', path: leasePath, accept: 'application/json', body },
        bounds,
        own.signal,
      )
    } catch (error) {
      if (isUnknown(error)) unknownUntil = now() + forgetAfter
    }
    renewing = null
    plan(connection)
  }

  function plan(connection: Renewing): void {
    if (held.size === 0 || now() < unknownUntil) return
    timer = setTimeout(() => {
      timer = undefined
      void renew(connection)
    }, every)
  }

  return {
    open(connection) {
      if (held.size >= mostLeases || now() < unknownUntil) return nothing
      const id = randomUUID()
      held.add(id)
      if (timer === undefined && renewing === null) plan(connection)
      return {
        headers: { [leaseHeader]: id },
        close() {
          held.delete(id)
          if (held.size > 0) return
          clearTimeout(timer)
          timer = undefined
          renewing?.abort()
        },
      }
    },
  }
}
