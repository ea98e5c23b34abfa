import {
  conversationTitle,
  type Message,
  type RunStep,
  type ToolCallRecord,
} from '../../../../shared/entities'
import { firstIssue } from '../../../../shared/issues'
import { titleFrom } from '../../title'
import { parseInTurns } from '../parse-in-turns'
import { stableId } from '../stable-id'
import type { Turns } from '../turns'
import type { ReadEntry } from '../types'
import { contentOf, type ReadContent } from './content'
import { type ExportedConversation, exportedConversation } from './schema'
import { readTree, type TreeNode } from './tree'

/** Deeper than any export that was seen. */
const maxDepth = 200
const maxCharacters = 1_000_000
const maxSummary = 200
/** 1 January 2100: what is later is a slip, and a list sorted by it would never come right. */
const latestMs = 4_102_444_800_000

/** Seconds since the epoch, as they come; null for what cannot be. */
function timeOf(seconds: number | null | undefined): number | null {
  if (seconds == null || !Number.isFinite(seconds)) return null
  const ms = Math.round(seconds * 1000)
  return ms > 0 && ms < latestMs ? ms : null
}

/** question: of the user or the system; answer: meant for the user; between: thoughts, calls of tools, and what they brought. */
type Role = 'question' | 'answer' | 'between' | 'nothing'

interface Read {
  node: TreeNode
  role: Role
  content: ReadContent
}

const nothing: ReadContent = { kind: 'text', text: '', media: 0 }

function read(node: TreeNode): Read {
  const { message } = node
  if (message == null) return { node, role: 'nothing', content: nothing }
  const content = contentOf(message)
  const author = message.author?.role ?? ''
  const isHidden = message.metadata?.is_visually_hidden_from_conversation === true
  if (author === 'user' || author === 'system') {
    const counts = !isHidden && content.text !== ''
    return { node, role: counts ? 'question' : 'nothing', content }
  }
  if (author === 'tool') return { node, role: 'between', content }
  if (author !== 'assistant' || content.text === '') return { node, role: 'nothing', content }
  const isForUser = (message.recipient ?? 'all') === 'all' && content.kind !== 'thought' && !isHidden
  return { node, role: isForUser ? 'answer' : 'between', content }
}

const cut = (text: string) =>
  (text.length > maxCharacters ? text.slice(0, maxCharacters) : text).toWellFormed()

/** Thoughts and calls that led to an answer, from those that were between it and what it answers, oldest first. */
function stepsOf(between: readonly Read[]): { steps: RunStep[]; reasoning: string } {
  const steps: RunStep[] = []
  const thoughts: string[] = []
  let open: ToolCallRecord | null = null
  for (const { node, content } of between) {
    const { message } = node
    if (message?.author?.role === 'tool') {
      if (open === null) continue
      open.result = cut([open.result ?? '', content.text].filter(text => text !== '').join('\n\n'))
      continue
    }
    if (content.kind === 'thought') {
      thoughts.push(content.text)
      continue
    }
    const tool = message?.recipient ?? 'tool'
    open = {
      id: stableId(message?.id, node.key),
      tool,
      arguments: { input: cut(content.text) },
      summary: content.text.split('\n', 1)[0]?.slice(0, maxSummary) ?? '',
      risk: 'none',
      state: 'done',
      untrusted: /web|browser/.test(tool) ? 'web' : 'file',
    }
    steps.push({ purpose: 'arguments', text: '', calls: [open] })
  }
  return { steps, reasoning: cut(thoughts.join('\n\n')) }
}

/** Chained, since a run may be thousands of calls long. */
interface Chain {
  last: Read
  before: Chain | null
}

function listOf(chain: Chain | null): Read[] {
  const list: Read[] = []
  for (let link = chain; link !== null; link = link.before) list.push(link.last)
  return list.reverse()
}

interface Kept {
  /** Of the message that stands for the node, or for what is above it; null: none does. */
  id: string | null
  /** Since that message. */
  between: Chain | null
  createdAt: number
}

async function toMessages(conversationId: string, nodes: readonly TreeNode[], begunAt: number, turns: Turns) {
  const kept = new Map<TreeNode, Kept>()
  const leads = new Set<TreeNode>()
  const messages: Message[] = []
  let media = 0
  let cutTexts = 0

  const add = (each: Read, above: Kept, between: Chain | null, text: string): Kept => {
    const { node } = each
    // What follows cannot be older: the order of a branch is the order of its times too.
    const createdAt = Math.max(above.createdAt, timeOf(node.message?.create_time) ?? above.createdAt)
    const { steps, reasoning } = stepsOf(listOf(between))
    const author = node.message?.author?.role
    const id = stableId(node.message?.id ?? node.key, `${conversationId}/${node.key}`)
    if (text.length > maxCharacters) cutTexts += 1
    messages.push({
      id,
      conversationId,
      parentId: above.id,
      role: author === 'user' || author === 'system' ? author : 'assistant',
      content: cut(text),
      state: 'complete',
      createdAt,
      ...(reasoning === '' ? {} : { reasoning }),
      ...(steps.length === 0 ? {} : { steps }),
    })
    return { id, between: null, createdAt }
  }

  /** A run that was stopped before it answered: what it had done is all there is of it. */
  const close = (above: Kept): Kept =>
    above.between === null ? above : add(above.between.last, above, above.between, '')

  for (const node of nodes) {
    if (turns.isDue()) await turns.take()
    const each = read(node)
    const root: Kept = { id: null, between: null, createdAt: begunAt }
    const above = (node.above === null ? undefined : kept.get(node.above)) ?? root
    media += each.content.media
    if (node.above !== null) leads.add(node.above)
    if (each.role === 'nothing') kept.set(node, above)
    else if (each.role === 'between')
      kept.set(node, { ...above, between: { last: each, before: above.between } })
    else {
      const text = each.content.kind === 'code' ? `\`\`\`\n${each.content.text}\n\`\`\`` : each.content.text
      const next =
        each.role === 'answer' ? add(each, above, above.between, text) : add(each, close(above), null, text)
      kept.set(node, next)
    }
  }
  for (const node of nodes) {
    const end = kept.get(node)
    if (end !== undefined && !leads.has(node)) kept.set(node, close(end))
  }
  return {
    messages: unique(messages),
    media,
    cutTexts,
    shown: (node: TreeNode) => kept.get(node)?.id ?? null,
  }
}

/** An id that comes twice would make one message replace the other. */
function unique(messages: readonly Message[]): Message[] {
  const known = new Set<string>()
  return messages.filter(({ id }) => !known.has(id) && known.add(id) !== undefined)
}

async function parse(
  text: string,
  turns: Turns,
): Promise<{ value: ExportedConversation } | { problem: string }> {
  try {
    const checked = exportedConversation.safeParse(await parseInTurns(text, maxDepth, turns))
    return checked.success ? { value: checked.data } : { problem: firstIssue(checked.error).text }
  } catch (error) {
    return { problem: error instanceof RangeError ? error.message : 'it is not JSON' }
  }
}

/** One conversation of ChatGPT's export. Rejects never. @param now for what has no time, milliseconds since the epoch */
export async function readChatGptEntry(text: string, now: number, turns: Turns): Promise<ReadEntry> {
  const read = await parse(text, turns)
  if ('problem' in read) {
    return { conversation: null, problems: [`A conversation was left out: ${read.problem}`] }
  }
  const { value } = read
  const { nodes, lost } = await readTree(value, turns)
  const id = stableId(
    value.conversation_id ?? value.id,
    `${value.create_time}/${value.title}/${nodes[0]?.key}`,
  )
  const createdAt = timeOf(value.create_time) ?? timeOf(value.update_time) ?? now
  const { messages, media, cutTexts, shown } = await toMessages(id, nodes, createdAt, turns)
  const title = conversationTitle.safeParse((value.title ?? '').slice(0, 200)).data
  const name = title ?? titleFrom(messages.find(({ role }) => role === 'user')?.content ?? '')
  const about = `“${name}”: `
  if (messages.length === 0) return { conversation: null, problems: [`${about}there is nothing in it.`] }
  const current = nodes.find(({ key }) => key === value.current_node)
  const last = current === undefined ? null : shown(current)
  const updatedAt = Math.max(createdAt, timeOf(value.update_time) ?? messages.at(-1)?.createdAt ?? createdAt)
  return {
    conversation: {
      conversation: {
        id,
        title: name,
        createdAt,
        updatedAt,
        activeLeafId: last ?? messages.at(-1)?.id ?? null,
        titleBy: title === undefined ? 'words' : 'user',
      },
      folder: null,
      messages,
      files: new Map(),
    },
    problems: [
      ...(lost === 0 ? [] : [`${about}${lost} messages that lead nowhere were left out.`]),
      ...(media === 0 ? [] : [`${about}pictures or sounds are not in the file (${media}).`]),
      ...(cutTexts === 0 ? [] : [`${about}${cutTexts} texts of more than a million characters were cut.`]),
    ],
  }
}
