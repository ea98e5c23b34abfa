import type { ChatMessage } from '../../inference/protocol'

/**
 * In these, coding assistants put what they tell the model in the user's place: Claude Code its reminders and what the editor
 * shows, Codex the environment and AGENTS.md, Cline and Roo the state of the workspace. Some come beside the results of tools.
 */
const addedTags = [
  'system-reminder',
  'ide_opened_file',
  'ide_selection',
  'environment_context',
  'user_instructions',
  'environment_details',
  // Our own, for models whose server has no place for the results of tools.
  'tool_result',
]

/** One pass for each tag, however many are opened and never closed. */
function withoutTag(text: string, tag: string): string {
  const [opening, closing] = [`<${tag}>`, `</${tag}>`]
  let kept = ''
  let from = 0
  for (let open = text.indexOf(opening); open >= 0; open = text.indexOf(opening, from)) {
    const close = text.indexOf(closing, open)
    if (close < 0) break
    kept += text.slice(from, open)
    from = close + closing.length
  }
  return from === 0 ? text : kept + text.slice(from)
}

/** What the user said in a message, without what a program put around it. */
export function ownWordsOf({ content }: ChatMessage): string {
  if (!content.includes('</')) return content
  const own = addedTags.reduce(withoutTag, content)
  return own === content ? content : own.trim()
}

/** The user speaks in it, not only a program in the user's place. */
export const isOfUser = (message: ChatMessage): boolean =>
  message.role === 'user' &&
  (message.content === '' || (message.images?.length ?? 0) > 0 || ownWordsOf(message) !== '')
