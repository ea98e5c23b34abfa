import type { HarombeClient } from '../../shared/contract'
import type { Preferences } from '../../shared/entities'
import { followStream } from '../client/follow-stream'
import { createMirror, type Mirror } from './create-mirror'

export type PreferencesMirror = Mirror<Preferences>

/** What the person likes, the same in every window. */
export function createPreferencesMirror(client: HarombeClient): PreferencesMirror {
  return createMirror(
    (show, signal) =>
      followStream(client, 'preferences.watchPreferences', () => ({}), show, signal, { endless: true }),
    'The preferences cannot be watched.',
  )
}
