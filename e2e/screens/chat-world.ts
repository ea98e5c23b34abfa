import type { Conversation, Message, RouteDecision } from '../../src/shared/entities'
import { days, hours, minutes, type World } from './world'

const route: RouteDecision = {
  classification: {
    class: 'complex',
    tier: 2,
    probabilities: [0.06, 0.22, 0.72],
    reasons: ['asks for a proof', 'names several systems to compare', 'long for a question'],
    gates: [],
    estimatedTokens: 61,
    preference: 'balanced',
  },
  wantedTier: 2,
  forced: 'none',
  requirements: [],
  candidates: [
    {
      node: 'workstation',
      tier: 2,
      model: 'llama3.3:70b',
      verdict: 'chosen',
      reason: 'The wanted tier, and the soonest to be done.',
      rank: 0,
      predicted: { waitMs: 0, loadMs: 0, promptMs: 600, writeMs: 9400, isLearnt: true },
    },
    {
      node: 'gaming-pc',
      tier: 1,
      model: 'qwen2.5:14b',
      verdict: 'eligible',
      reason: 'Comes next if tier 2 has nobody left.',
      rank: 1,
      predicted: { waitMs: 0, loadMs: 0, promptMs: 240, writeMs: 5200, isLearnt: true },
    },
    {
      node: 'attic-server',
      tier: 2,
      model: 'llama3.3:70b',
      verdict: 'rejected',
      reason: 'It cannot be reached.',
      rank: null,
    },
  ],
  reason: 'A complex question: asks for a proof.',
}

const answerText = `Raft and Paxos keep **one** log on many machines.

| | Raft | Paxos |
| --- | --- | --- |
| leader | always | only to be quick |
| log | without gaps | may have gaps |

\`\`\`ts
export function isCommitted(index: number, acknowledged: readonly number[]): boolean {
  const reached = acknowledged.filter(last => last >= index).length
  return reached > acknowledged.length / 2
}
\`\`\`

1. A majority of any two terms shares a member, so no entry is lost.
2. What was committed stays in every later leader’s log.`

const base = { conversationId: 'c1', state: 'complete', createdAt: minutes(12) } as const

const messages: Message[] = [
  {
    ...base,
    id: 'm1',
    parentId: null,
    role: 'user',
    content: 'Compare Raft with Paxos and prove their safety.',
  },
  {
    ...base,
    id: 'm2',
    parentId: 'm1',
    role: 'assistant',
    content: answerText,
    route,
    answeredBy: { node: 'workstation', tier: 2, model: 'llama3.3:70b', simulated: false },
    metrics: {
      ttftMs: 612,
      queuedMs: 0,
      loadMs: 0,
      durationMs: 10_020,
      promptTokens: 61,
      tokens: 318,
      tokenSource: 'reported',
      tokensPerSecond: 34,
    },
  },
  { ...base, id: 'm3', parentId: 'm2', role: 'user', content: 'Thanks! What is 2+2?', createdAt: minutes(2) },
  {
    ...base,
    id: 'm4',
    parentId: 'm3',
    role: 'assistant',
    content: '2+2 is **4**.',
    createdAt: minutes(2),
    route: { ...route, wantedTier: 0, reason: 'A simple question.' },
    answeredBy: { node: 'mac-mini', tier: 0, model: 'llama3.2:3b', simulated: false },
    failovers: [
      {
        node: 'gaming-pc',
        tier: 1,
        stage: 'before_first_token',
        mode: 'restart',
        error: { code: 'NODE_UNREACHABLE', message: 'It cannot be reached.', retryable: true },
      },
    ],
    metrics: {
      ttftMs: 96,
      queuedMs: 0,
      durationMs: 240,
      promptTokens: 420,
      tokens: 9,
      tokenSource: 'reported',
      tokensPerSecond: 92,
    },
    rating: 'up',
  },
]

const conversation = (
  id: string,
  title: string,
  updatedAt: number,
  changes: Partial<Conversation> = {},
): Conversation => ({
  id,
  title,
  createdAt: updatedAt - 60_000,
  updatedAt,
  activeLeafId: null,
  folderId: null,
  pinned: false,
  titleBy: 'user',
  settings: { tools: true, memory: false, files: true, facts: true },
  ...changes,
})

const conversations = [
  conversation('c2', 'Household budget', days(9), { pinned: true }),
  conversation('c1', 'Raft and Paxos compared', minutes(2), { activeLeafId: 'm4' }),
  conversation('c5', 'A run with tools', minutes(40), { activeLeafId: 'm9' }),
  conversation('c6', 'An answer that failed', hours(5), { activeLeafId: 'm12' }),
  conversation('c3', 'Letter to the landlord', days(2)),
  conversation('c4', 'Garden plan for spring', days(20), { folderId: 'f1' }),
]

const digest = 'a'.repeat(64)
const runMessages: Message[] = [
  {
    ...base,
    conversationId: 'c5',
    id: 'm8',
    parentId: null,
    role: 'user',
    content: 'How many notes are in my workspace?',
  },
  {
    ...base,
    conversationId: 'c5',
    id: 'm9',
    parentId: 'm8',
    role: 'assistant',
    content: 'There are **three** notes, the newest of them about tomatoes.',
    answeredBy: { node: 'gaming-pc', tier: 1, model: 'qwen2.5:14b', simulated: false },
    metrics: {
      ttftMs: 240,
      durationMs: 4100,
      promptTokens: 840,
      tokens: 31,
      tokenSource: 'reported',
      tokensPerSecond: 61,
    },
    steps: [
      {
        purpose: 'plan',
        text: 'I look into the folder first.',
        answeredBy: { node: 'gaming-pc', tier: 1, model: 'qwen2.5:14b', simulated: false },
        calls: [
          {
            id: 'k1',
            tool: 'list_files',
            arguments: { path: '.' },
            summary: '.',
            risk: 'read',
            state: 'done',
            decision: 'not_needed',
            result: 'beans.md\nroses.md\ntomatoes.md',
            startedAt: minutes(40),
            durationMs: 12,
          },
          {
            id: 'k2',
            tool: 'shell',
            arguments: { argv: ['wc', '-l', 'tomatoes.md'] },
            summary: 'wc -l tomatoes.md',
            risk: 'shell',
            state: 'denied',
            decision: 'denied',
            startedAt: minutes(40),
            durationMs: 8000,
          },
        ],
      },
    ],
  },
]
const failedMessages: Message[] = [
  {
    ...base,
    conversationId: 'c6',
    id: 'm11',
    parentId: null,
    role: 'user',
    content: 'Translate the whole file, please.',
  },
  {
    ...base,
    conversationId: 'c6',
    id: 'm12',
    parentId: 'm11',
    role: 'assistant',
    content: 'Here is the beginning of',
    state: 'failed',
    error: { code: 'ALL_NODES_FAILED', message: 'Every node that was tried failed.', retryable: true },
    answeredBy: { node: 'gaming-pc', tier: 1, model: 'qwen2.5:14b', simulated: false },
  },
]

const stored: Record<string, Message[]> = { c1: messages, c5: runMessages, c6: failedMessages }

export const waitingApproval = {
  id: 'a1',
  digest,
  callId: 'k9',
  messageId: 'm4',
  conversationId: 'c1',
  tool: 'shell',
  risk: 'shell' as const,
  title: 'Run a command',
  exact: { text: 'rm -r ./drafts', bytes: 14, isCut: false },
  cwd: '~/harombe',
  reasons: ['It runs a command.'],
  canRemember: true,
  remainingMs: 90_000,
}

export const chatWorld: World = {
  calls: {
    'chat.listConversations': () => conversations,
    'chat.getConversation': ({ id }) => {
      const found = conversations.find(each => each.id === id)
      return found === undefined
        ? { code: 'NOT_FOUND', message: 'There is no such conversation.', retryable: false }
        : { conversation: found, messages: stored[id] ?? [] }
    },
    'chat.getMessage': ({ id }) =>
      messages.find(message => message.id === id) ?? {
        code: 'NOT_FOUND',
        message: 'It is gone.',
        retryable: false,
      },
    'memory.listFolders': () => [{ id: 'f1', name: 'Garden', createdAt: days(30) }],
    'memory.search': ({ query }) => [
      {
        conversationId: 'c1',
        conversationTitle: 'Raft and Paxos compared',
        messageId: 'm2',
        role: 'assistant',
        createdAt: minutes(12),
        snippet: [
          { text: 'keep one log on many machines: ', isMatch: false },
          { text: query, isMatch: true },
          { text: ' always has a leader', isMatch: false },
        ],
        by: 'words',
      },
    ],
    'cluster.explainRoute': () => route,
  },
  streams: {
    'chat.watchConversations': () => [],
    'chat.watchAnswer': () => [],
    'agent.watchApprovals': () => [[]],
  },
}
