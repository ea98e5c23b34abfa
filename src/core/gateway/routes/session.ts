import { z } from 'zod'
import { HarombeError } from '../../../shared/errors'
import type { FailedLogins } from '../guard/failed-logins'
import { addressOf } from '../http/connections'
import { parseInput } from '../http/parse-input'
import { clearedCookie, sessionCookie } from '../session/cookie'
import type { OneTimeCodes } from '../session/one-time-codes'
import type { SessionStore } from '../session/session-store'
import type { RouteHandlers } from './handler'

export interface SessionRouteOptions {
  codes: OneTimeCodes
  sessions: SessionStore
  failures: FailedLogins
  secure: boolean
}

const body = z.strictObject({ code: z.string().min(1).max(128) })

export function createSessionRoutes({
  codes,
  sessions,
  failures,
  secure,
}: SessionRouteOptions): Pick<RouteHandlers, 'sessionShow' | 'sessionOpen' | 'sessionClose'> {
  return {
    sessionShow: request => ({ authenticated: request.principal.kind === 'session' }),

    sessionOpen(request, reply) {
      const address = addressOf(request.raw.socket)
      const { code } = parseInput(body, request.body)
      if (failures.isBanned(address)) {
        throw new HarombeError('RATE_LIMITED', 'Too many wrong credentials came from this address.', {
          hint: 'Wait five minutes.',
        })
      }
      if (!codes.redeem(code)) {
        failures.record(address)
        throw new HarombeError('UNAUTHENTICATED', 'This code is wrong, was used or is too old.', {
          hint: 'Open the address that `harombe serve` prints, or "Open in browser" in the tray.',
        })
      }
      reply.header('set-cookie', sessionCookie(sessions.open(), secure))
      return { authenticated: true }
    },

    sessionClose(request, reply) {
      if (request.principal.kind === 'session') sessions.close(request.principal.sessionId)
      reply.header('set-cookie', clearedCookie(secure))
      return { authenticated: false }
    },
  }
}
