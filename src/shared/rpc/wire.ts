import { z } from 'zod'
import type { ErrorShape } from '../errors'

export { initialCredit } from './credit'

/** What a client may send; parsed, because it comes from outside. */
export const clientFrame = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('call'),
    id: z.number().int().nonnegative(),
    path: z.string().max(128),
    input: z.unknown(),
  }),
  z.object({
    t: z.literal('open'),
    id: z.number().int().nonnegative(),
    path: z.string().max(128),
    input: z.unknown(),
  }),
  z.object({
    t: z.literal('credit'),
    id: z.number().int().nonnegative(),
    items: z.number().int().positive().max(65_536),
  }),
  z.object({ t: z.literal('cancel'), id: z.number().int().nonnegative() }),
])
export type ClientFrame = z.infer<typeof clientFrame>

/** What a server sends. The client is ours and the server is its own origin, so this side is read by shape only. */
export type ServerFrame =
  | { t: 'result'; id: number; value: unknown }
  | { t: 'item'; id: number; value: unknown }
  | { t: 'end'; id: number }
  | { t: 'error'; id: number; error: ErrorShape }
