import type { CallToolResult, McpServer, ServerContext } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { modelName, nodeName, type SearchHit, tierChoice } from '../../../shared/entities'
import { clusterStatusRecord } from '../../../shared/entities/cluster-status'
import { routeRecord } from '../../../shared/entities/route-record'
import { errorShape, HarombeError, isHarombeError } from '../../../shared/errors'
import type { McpAbilities } from './abilities'
import { collectAnswer } from './answer-tool'

export interface ToolsOptions {
  /** Lends what a call needs for as long as it runs. */
  use<T>(work: (abilities: McpAbilities) => Promise<T>): Promise<T>
  /** Conversations are their owner's: what searches them is offered to those who may read them, and to nobody else. */
  mayReadConversations: boolean
  monotonic(): number
  report(error: unknown): void
}

const text = z.string().min(1).max(1_000_000)

const target = {
  tier: tierChoice.default('auto').describe('0 fast, 1 balanced, 2 powerful; auto has harombe choose.'),
  node: nodeName.optional().describe('Answer on this node only.'),
  model: modelName.optional().describe('Answer with this model only.'),
}

const said = (words: string, structured?: Record<string, unknown>): CallToolResult => ({
  content: [{ type: 'text', text: words }],
  ...(structured === undefined ? {} : { structuredContent: structured }),
})

function failure(error: HarombeError): CallToolResult {
  const { message, hint } = errorShape.parse(error.toShape())
  return { ...said(hint === undefined ? message : `${message} ${hint}`), isError: true }
}

const snippetText = (snippet: SearchHit['snippet']) => snippet.map(part => part.text).join('')

function hitLine({ conversationTitle, role, createdAt, snippet }: SearchHit): string {
  const day = new Date(createdAt).toISOString().slice(0, 10)
  return `${day} · ${conversationTitle}${role === null ? '' : ` (${role})`}\n${snippetText(snippet)}`
}

/** Tells the client how far a call is, where it asked to be told. Each number is larger than the one before. */
function progressOf({ mcpReq }: ServerContext): (words: string) => void {
  const progressToken = mcpReq._meta?.progressToken
  if (progressToken === undefined) return () => undefined
  let progress = 0
  return message => {
    progress++
    // A client that is gone is told nothing; that it went ends the call by itself.
    mcpReq
      .notify({ method: 'notifications/progress', params: { progressToken, progress, message } })
      .catch(() => undefined)
  }
}

/** Puts harombe's own tools onto a server that was just made. */
export function addHarombeTools(server: McpServer, options: ToolsOptions): void {
  async function answer(work: (abilities: McpAbilities) => Promise<CallToolResult>): Promise<CallToolResult> {
    try {
      return await options.use(work)
    } catch (error) {
      if (isHarombeError(error)) return failure(error)
      options.report(error)
      return failure(new HarombeError('INTERNAL', 'Something unexpected went wrong in harombe.'))
    }
  }

  server.registerTool(
    'chat',
    {
      title: 'Ask the cluster',
      description:
        'Have a model on the user’s own machines answer. harombe sends the question to the node that suits it; nothing is kept.',
      inputSchema: z.object({
        message: text.describe('The question, with everything that is needed to answer it.'),
        system: z.string().max(100_000).optional().describe('How to answer.'),
        ...target,
      }),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    async ({ message, system, ...where }, context) =>
      answer(async ({ ask }) => {
        const messages = [
          ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
          { role: 'user' as const, content: message },
        ]
        const { text: words, finished } = await collectAnswer(
          ask({ messages, ...where }, context.mcpReq.signal),
          { monotonic: options.monotonic, onProgress: progressOf(context) },
        )
        const { node, tier, model, simulated } = finished.answeredBy
        const { reason } = finished.route
        return said(words, { answer: words, node, tier, model, simulated, reason })
      }),
  )

  server.registerTool(
    'route',
    {
      title: 'Explain a route',
      description: 'Say where harombe would send a text, and why, without sending it.',
      inputSchema: z.object({ text: text, ...target }),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    async ({ text: content, ...where }, { mcpReq }) =>
      answer(async ({ explainRoute }) => {
        const route = await explainRoute({ text: content, ...where }, mcpReq.signal)
        const chosen = route.candidates.find(({ verdict }) => verdict === 'chosen')
        const node = chosen?.node ?? null
        const model = chosen?.model ?? null
        return said(route.reason, { node, model, reason: route.reason, ...routeRecord(route) })
      }),
  )

  server.registerTool(
    'cluster_status',
    {
      title: 'Show the cluster',
      description: 'Every node of the user’s cluster, its models, and how it is.',
      inputSchema: z.object({}),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    async (_input, { mcpReq }) =>
      answer(async ({ view }) => {
        const status = clusterStatusRecord(await view(mcpReq.signal))
        return said(JSON.stringify(status), { ...status })
      }),
  )

  if (!options.mayReadConversations) return
  server.registerTool(
    'search_memory',
    {
      title: 'Search conversations',
      description: 'Search what the user talked about with harombe, by words.',
      inputSchema: z.object({
        query: z.string().min(1).max(500),
        limit: z.int().min(1).max(50).default(10),
      }),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    async (input, { mcpReq }) =>
      answer(async ({ searchMemory }) => {
        const hits = await searchMemory(input, mcpReq.signal)
        return said(hits.length === 0 ? 'Nothing was found.' : hits.map(hitLine).join('\n\n'), {
          hits: hits.map(({ snippet, conversationId, conversationTitle, messageId, role, createdAt }) => ({
            conversation_id: conversationId,
            title: conversationTitle,
            message_id: messageId,
            role,
            created_at: new Date(createdAt).toISOString(),
            text: snippetText(snippet),
          })),
        })
      }),
  )
}
