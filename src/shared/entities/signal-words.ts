import type { Translate } from '../texts/translator'
import type { SignalKind } from './routing-signal'

/** What a user did, to stand behind how often. */
export const signalWord = (kind: SignalKind, t: Translate): string => t(`words.signal.${kind}`)
