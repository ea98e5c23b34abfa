import { openDatabase } from '../src/core/memory/database'
import { fromConversation, fromMessage } from '../src/core/memory/rows'
import { createGroupWriter } from '../src/core/memory/writing/write-group'
import type { AnsweredBy, AnswerMetrics, RouteDecision, RunStep } from '../src/shared/entities'
import { createRandom } from './chaos/random'

export const longChat = 'long-chat'

const vocabularySize = 30_000
const syllables = [
  'ka',
  'lo',
  'mi',
  'ren',
  'ta',
  'su',
  'vel',
  'no',
  'par',
  'qui',
  'dor',
  'em',
  'fi',
  'gra',
  'hel',
]

/** As often as in a language: the n-th word a n-th as often as the first. */
function createWords(random: () => number) {
  const words = ['the', 'of', 'and', 'to', 'in', 'is', 'that', 'for', 'it', 'with']
  while (words.length < vocabularySize) {
    const count = 2 + Math.floor(random() * 3)
    words.push(
      Array.from({ length: count }, () => syllables[Math.floor(random() * syllables.length)]).join(''),
    )
  }
  const pick = () => words[Math.floor(vocabularySize ** random()) - 1] ?? 'the'
  return {
    words,
    text: (length: number) => Array.from({ length }, pick).join(' '),
  }
}

const answeredBy: AnsweredBy = { node: 'workshop', tier: 1, model: 'qwen2.5:14b', simulated: false }
const metrics: AnswerMetrics = {
  ttftMs: 412.2,
  durationMs: 5230.1,
  promptTokens: 812,
  tokens: 231,
  tokenSource: 'reported',
  tokensPerSecond: 44.2,
}
const predicted = { waitMs: 0, loadMs: 0, promptMs: 310.5, writeMs: 4200.7, isLearnt: true }
const route: RouteDecision = {
  classification: {
    class: 'moderate',
    tier: 1,
    probabilities: [0.21, 0.66, 0.13],
    form: 0.12,
    reasons: ['it asks for an explanation', 'it is of middling length'],
    gates: [],
    estimatedTokens: 812,
    preference: 'balanced',
  },
  wantedTier: 1,
  forced: 'none',
  requirements: [],
  candidates: [
    {
      node: 'workshop',
      tier: 1,
      model: 'qwen2.5:14b',
      verdict: 'chosen',
      reason: 'soonest done',
      rank: 0,
      predicted,
    },
    {
      node: 'study',
      tier: 2,
      model: 'llama3.3:70b',
      verdict: 'eligible',
      reason: 'a larger tier than is needed',
      rank: 1,
      predicted,
    },
    {
      node: 'mini',
      tier: 0,
      model: 'qwen2.5:3b',
      verdict: 'rejected',
      reason: 'a smaller tier than is wanted',
      rank: null,
    },
  ],
  reason: 'moderate question, workshop is free',
}
const stepOf = (text: string): RunStep => ({
  purpose: 'plan',
  text: 'I look at the file first.',
  answeredBy,
  calls: [
    {
      id: 'callAbc12',
      tool: 'read_file',
      arguments: { path: 'notes.md' },
      summary: 'notes.md',
      risk: 'read',
      state: 'done',
      decision: 'not_needed',
      result: text,
      durationMs: 12,
    },
  ],
})

export interface MemoryData {
  /** Frequent ones first. */
  words: readonly string[]
}

/**
 * A file as years of use leave it: `messages` messages in chats of a hundred, one of them of `longest` messages; every tenth answer
 * came with a tool. The same for the same seed.
 */
export function writeMemory(path: string, messages: number, longest: number): MemoryData {
  const random = createRandom(20_261_122)
  const { words, text } = createWords(random)
  const database = openDatabase(path, { now: Date.now })
  const write = createGroupWriter(database.connection)
  let written = 0
  while (written < messages) {
    const count = written === 0 ? longest : Math.min(100, messages - written)
    addChat(write, written === 0 ? longChat : `chat-${written}`, count, text)
    written += count
  }
  database.close()
  return { words }
}

function addChat(
  write: ReturnType<typeof createGroupWriter>,
  id: string,
  count: number,
  text: (length: number) => string,
): void {
  const messageId = (index: number) => `${id}-${index}`
  const conversation = fromConversation({
    id,
    title: text(6).slice(0, 60),
    createdAt: 1,
    updatedAt: 1,
    activeLeafId: messageId(count - 1),
    deletedAt: null,
    folderId: null,
    pinned: false,
    titleBy: 'words',
    chosen: {},
  })
  const rows = Array.from({ length: count }, (_, index) => {
    const isAnswer = index % 2 === 1
    return fromMessage({
      id: messageId(index),
      conversationId: id,
      parentId: index === 0 ? null : messageId(index - 1),
      role: isAnswer ? 'assistant' : 'user',
      content: text(isAnswer ? 120 : 25),
      state: 'complete',
      createdAt: index,
      epoch: 0,
      ...(isAnswer ? { route, answeredBy, metrics } : {}),
      ...(isAnswer && index % 20 === 1 ? { steps: [stepOf(text(300))] } : {}),
    })
  })
  write({
    writes: [[{ kind: 'begin', row: conversation }, ...rows.map(row => ({ kind: 'message', row }) as const)]],
    durable: true,
  })
}
