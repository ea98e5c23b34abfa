import type { SignalKind } from './routing-signal'

/** What a user did, to stand behind how often. */
export const signalWords = {
  redo_bigger: 'redone on a larger node',
  redo_smaller: 'redone on a smaller node',
  forced: 'sent to a tier by you',
  escalation_taken: 'larger node taken when offered',
  escalation_ignored: 'larger node not wanted when offered',
  thumb_up: 'good answers',
  thumb_down: 'bad answers',
} as const satisfies Record<SignalKind, string>
