import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Principal } from '../guard/principal'
import type { Recording } from '../idempotency/recording'
import type { RouteDefinition, RouteName } from '../route-table'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who the guard found the request to come from. */
    principal: Principal
    /** What every answer to this request carries. */
    baseHeaders: Readonly<Record<string, string>>
    /** Size of the body as it came. */
    bodyBytes: number
    /** SHA-256 of the body as it came, of requests with an Idempotency-Key; empty for the others. */
    bodyDigest: string
    /** Takes the answer, where it is not this client's alone. */
    recording: Recording | null
  }
}

/** The row of the table a request was matched to; null for an address that is not in it. */
export const routeOf = (request: FastifyRequest): (RouteDefinition & { name: RouteName }) | null =>
  request.routeOptions.config.route ?? null

/** Answers through `reply`, or returns what is sent as JSON. Throws HarombeError. */
export type RouteHandler = (request: FastifyRequest, reply: FastifyReply) => unknown

/** A handler for every route; leaving one out is a compile error. */
export type RouteHandlers = Record<RouteName, RouteHandler>
