import type { Conversation, Message, RunStep, ToolCallRecord } from '../../../shared/entities'
import { titleFrom } from '../title'
import type { ConversationSource } from './types'

const day = (ms: number) => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** Text that must not end what stands around it: the fence is longer than any within. */
function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

/** A title or a name on one line, without what Markdown would read in it. */
const inline = (text: string) => text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>#|]/g, '\\$&')

function whoAnswered({ answeredBy }: Pick<Message, 'answeredBy'>): string {
  if (answeredBy === undefined) return 'Assistant'
  const { node, model, tier, simulated } = answeredBy
  return `${inline(node)} · ${inline(model)} · tier ${tier}${simulated ? ' · simulated' : ''}`
}

const roleName = (message: Message) =>
  message.role === 'assistant' ? whoAnswered(message) : message.role === 'user' ? 'You' : 'System'

function callLines({ tool, state, summary, arguments: given, result, durationMs }: ToolCallRecord): string {
  const time = durationMs === undefined ? '' : `, ${(durationMs / 1000).toFixed(1)} s`
  return [
    `**${inline(tool)}** (${state}${time}): ${inline(summary)}`,
    fenced(JSON.stringify(given, null, 2), 'json'),
    ...(result === undefined ? [] : [fenced(result)]),
  ].join('\n\n')
}

const quoted = (text: string) => text.replaceAll(/^/gm, '> ')

function stepLines({ text, reasoning, calls }: RunStep): string[] {
  return [
    ...(reasoning === undefined || reasoning === '' ? [] : [quoted(reasoning)]),
    ...(text === '' ? [] : [text]),
    ...calls.map(callLines),
  ]
}

function* messageParts(message: Message, mark: string): Generator<string, void> {
  yield `## ${roleName(message)}${mark}\n\n*${day(message.createdAt)}*`
  for (const { name, bytes } of message.attachments ?? [])
    yield `- Attached: ${inline(name)} (${bytes} bytes)`
  for (const step of message.steps ?? []) yield* stepLines(step)
  if (message.reasoning !== undefined && message.reasoning !== '') yield quoted(message.reasoning)
  if (message.content !== '') yield message.content
  if (message.state !== 'complete')
    yield `*(${message.state}${message.error === undefined ? '' : `: ${inline(message.error.message)}`})*`
  if (message.limit !== undefined) yield `*(The run ended by its budget of ${message.limit}.)*`
  const sources = (message.sources ?? []).map(({ number, title, locator, url }) => {
    const where = [locator, url].filter(each => each !== undefined).map(each => inline(each))
    return `${number}. ${inline(title)}${where.length === 0 ? '' : ` (${where.join(', ')})`}`
  })
  if (sources.length > 0) yield `Sources:\n\n${sources.join('\n')}`
}

/** The branch that is shown, first message first. */
function shownBranch({ activeLeafId }: Conversation, messages: readonly Message[]): Message[] {
  const byId = new Map(messages.map(message => [message.id, message]))
  const branch: Message[] = []
  let next = activeLeafId === null ? undefined : byId.get(activeLeafId)
  while (next !== undefined) {
    byId.delete(next.id)
    branch.push(next)
    next = next.parentId === null ? undefined : byId.get(next.parentId)
  }
  return branch.reverse()
}

function* conversationParts(
  conversation: Conversation,
  messages: readonly Message[],
  folder: string | null,
): Generator<string, void> {
  const place = folder === null ? '' : ` · folder ${inline(folder)}`
  yield `# ${inline(conversation.title)}\n\nBegun ${day(conversation.createdAt)}, last written ${day(conversation.updatedAt)}${place}`
  const branch = shownBranch(conversation, messages)
  const shown = new Set(branch)
  for (const message of branch) yield* messageParts(message, '')
  const others = messages.filter(message => !shown.has(message))
  if (others.length === 0) return
  yield '---\n\n*What follows is not in the branch that is shown: other versions of a message, and what came after them.*'
  const byId = new Map(messages.map(message => [message.id, message]))
  for (const message of others) {
    const parent = message.parentId === null ? undefined : byId.get(message.parentId)
    const after = parent === undefined ? 'another beginning' : `after “${inline(titleFrom(parent.content))}”`
    yield* messageParts(message, ` (another branch, ${after})`)
  }
}

/** To be read by people: tools, sources and other branches are there, data of files are not. */
export function* writeMarkdown(source: ConversationSource, ids: readonly string[]): Generator<string, void> {
  for (const [index, id] of ids.entries()) {
    const { conversation, messages } = source.read(id)
    const folder = conversation.folderId == null ? null : source.folderName(conversation.folderId)
    if (index > 0) yield '\n'
    for (const part of conversationParts(conversation, messages, folder)) yield `${part}\n\n`
  }
}
