import { z } from 'zod'
import { identifier, tier, timestamp } from './common'

/**
 * What a user did that tells whether a question went to the right size of model. redo_bigger, redo_smaller: had it answered
 * again by another tier; forced: asked for a tier at once; escalation_taken, escalation_ignored: was offered a larger node's
 * answer after a small one's, and took it or went on without it.
 */
export const signalKind = z.enum([
  'redo_bigger',
  'redo_smaller',
  'forced',
  'thumb_up',
  'thumb_down',
  'escalation_taken',
  'escalation_ignored',
])
export type SignalKind = z.infer<typeof signalKind>

/** Never what was said. */
export const routingSignal = z.object({
  kind: signalKind,
  /** No later than a Date can be: it is read from a file and shown. */
  at: timestamp.max(8_640_000_000_000_000),
  /** The message it is about: the question where a tier was chosen for it, the answer where that was judged. */
  message: identifier,
  /** What the classifier wanted, with what had been learnt by then. */
  wantedTier: tier,
  /** The tier that answered, or that the user chose instead. */
  givenTier: tier,
  /** Of the classifier, per tier; null where it gave none. */
  probabilities: z.tuple([z.number(), z.number(), z.number()]).nullable(),
})
export type RoutingSignal = z.infer<typeof routingSignal>

/** How often each kind was given, before any was. */
export const noSignals: Readonly<Record<SignalKind, number>> = {
  redo_bigger: 0,
  redo_smaller: 0,
  forced: 0,
  thumb_up: 0,
  thumb_down: 0,
  escalation_taken: 0,
  escalation_ignored: 0,
}
