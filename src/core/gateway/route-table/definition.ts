import type { RouteDialect } from '../dialect'
import type { RouteAccess } from '../guard/guard'
import type { RouteScope } from '../guard/principal'

export interface RouteDefinition extends RouteDialect {
  method: 'GET' | 'POST' | 'DELETE'
  /** `*` at the end stands for the rest of the path. */
  path: string
  access: RouteAccess
  /** Null where nothing is asked of the caller. */
  scope: RouteScope | null
  /** Bytes; 0 for routes that read no body. */
  bodyLimit: number
  /** How long receiving the request may take. */
  upload: 'control' | 'inference'
  /** Requests a minute from one address; null for no bound of its own. */
  rate: number | null
  page?: true
  upgrade?: true
  /** Has nodes answer: refused while the user paused serving. */
  answers?: boolean
  /** An `Idempotency-Key` makes it safe to ask again. */
  keyed?: true
  /** HEAD is answered as well, for those who only look whether anybody is there. */
  head?: true
  /** For docs/api.md: one sentence, then what goes in and what comes out. */
  summary: string
  request?: string
  response: string
}

export type RouteRows = Readonly<Record<string, RouteDefinition>>
