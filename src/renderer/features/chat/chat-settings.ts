import type { ConversationSettings } from '../../../shared/entities'

/** What holds in a chat in which nothing was chosen. */
export const usualSettings: ConversationSettings = { tools: true, memory: false, files: true, facts: true }

export interface SettingSwitch {
  key: keyof ConversationSettings
  label: string
  hint: string
}

export const settingSwitches: readonly SettingSwitch[] = [
  { key: 'tools', label: 'Tools', hint: 'Files, commands and the web; what is risky asks first' },
  { key: 'memory', label: 'Memory', hint: 'What other chats said may be looked up' },
  { key: 'files', label: 'Files', hint: 'Attached files may be looked up' },
  { key: 'facts', label: 'Facts', hint: 'What you pinned is told to the model' },
]

/** "Tools, Files" of what is on; "Chat only" when all is off. */
export function settingsText(settings: ConversationSettings): string {
  const on = settingSwitches.filter(({ key }) => settings[key]).map(({ label }) => label)
  return on.length === 0 ? 'Chat only' : on.join(', ')
}
