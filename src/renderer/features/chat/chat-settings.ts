import type { ConversationSettings } from '../../../shared/entities'
import type { Translate } from '../../../shared/texts/translator'

/** What holds in a new chat as long as the coordinator has not said what its settings say. */
export const usualSettings: ConversationSettings = { tools: true, memory: false, files: true, facts: true }

/** In the order in which they are offered. */
export const settingKeys = [
  'tools',
  'memory',
  'files',
  'facts',
] as const satisfies readonly (keyof ConversationSettings)[]

/** "Tools, Files" of what is on; "Chat only" when all is off. */
export function settingsText(settings: ConversationSettings, t: Translate): string {
  const on = settingKeys.filter(key => settings[key]).map(key => t(`chat.used.${key}`))
  return on.length === 0 ? t('chat.used.nothing') : on.join(', ')
}
