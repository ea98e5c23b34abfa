import { z } from 'zod'
import { escalationMode, routingChanges } from '../config/schema'
import { routePreference, routeShift, routingSignal, signalKind, timestamp } from '../entities'
import { call, stream } from './define'

/** How questions are weighed now, and what was learnt from the user about it. */
export const routingState = z.object({
  preference: routePreference,
  escalation: escalationMode,
  learn: z.boolean(),
  /** What is added now; nothing while `learn` is false. */
  shift: routeShift,
  /** No part of the shift goes further from zero. */
  bound: z.number().positive(),
  /** How many signals of each kind are kept; also while `learn` is false. */
  signals: z.record(signalKind, z.number().int().nonnegative()),
  /** When the oldest of them was given; null without any. */
  since: timestamp.nullable(),
  /** Why what was learnt before was lost, or what is learnt now will be gone after a restart; null when neither is so. */
  problem: z.string().nullable(),
})
export type RoutingState = z.infer<typeof routingState>

/** Everything that was learnt, as a file to keep. */
export const routingExport = z.object({
  version: z.literal(1),
  exportedAt: timestamp,
  shift: routeShift,
  /** In the order in which they were first given. */
  signals: z.array(routingSignal),
})
export type RoutingExport = z.infer<typeof routingExport>

export const routingContract = {
  /** Now, and after every change. */
  watchRouting: stream('read', z.object({}), routingState),
  /** Writes them into harombe.yaml, comments kept; in force when it returns. */
  setRouting: call('admin', routingChanges, z.null()),
  /** Forgets every signal. */
  resetLearning: call('admin', z.object({}), z.object({ removed: z.number().int().nonnegative() })),
  exportLearning: call('read', z.object({}), routingExport),
}
