import { z } from 'zod'
import { preferences } from '../entities'
import { call, stream } from './define'

/** What a part changes; a record or an object given is taken whole. */
const changes = z.strictObject({
  language: preferences.shape.language.removeDefault().optional(),
  theme: preferences.shape.theme.removeDefault().optional(),
  shortcuts: preferences.shape.shortcuts.removeDefault().optional(),
  notifications: preferences.shape.notifications.optional(),
  quickAskKeys: preferences.shape.quickAskKeys.removeDefault().optional(),
  openAtLoginAsked: preferences.shape.openAtLoginAsked.removeDefault().optional(),
})
export type PreferenceChanges = z.infer<typeof changes>

export const preferencesContract = {
  /** As they are, now and after every change. */
  watchPreferences: stream('read', z.object({}), preferences),
  /** Resolves with all of them once they are kept. @throws STORAGE_FAILED when they cannot be written; they count until the end of the process then */
  updatePreferences: call('admin', z.object({ changes }), preferences),
}
