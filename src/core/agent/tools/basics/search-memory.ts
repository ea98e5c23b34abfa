import { z } from 'zod'
import type { Recall, RecallHit, RecallQuery } from '../../context/types'
import { defineTool } from '../define-tool'
import type { Tool, ToolResult } from '../types'

const longestText = 1_500
const excerptLength = 300
/** Less similar than this is about something else. */
const minSimilarity = 0.5

const input = z.strictObject({
  query: z.string().trim().min(1).max(500),
  limit: z.int().min(1).max(20).default(6),
})

export interface SearchMemoryDependencies {
  recall: Pick<Recall, 'search'>
  /** The query as a vector, to search by meaning; null: nobody makes vectors now. */
  embed(text: string, signal: AbortSignal): Promise<NonNullable<RecallQuery['embedding']> | null>
  unavailable(): string | null
}

const placeOf = ({ title, locator }: RecallHit): string => (locator === null ? title : `${title}, ${locator}`)

function describeHits(hits: readonly RecallHit[]): ToolResult {
  if (hits.length === 0) return { text: 'Nothing was found in earlier chats.' }
  const text = hits
    .map((hit, index) => `${index + 1}. ${placeOf(hit)}\n${hit.text.slice(0, longestText).toWellFormed()}`)
    .join('\n\n')
  return {
    text,
    untrusted: hits.some(({ untrusted }) => untrusted) ? 'memory' : undefined,
    sources: hits.map(
      ({ kind, title, locator, text: whole, conversationId, messageId, attachmentId, score }) => ({
        kind,
        title,
        excerpt: whole.slice(0, excerptLength).toWellFormed(),
        ...(locator === null ? {} : { locator }),
        ...(conversationId === null ? {} : { conversationId }),
        ...(messageId === null ? {} : { messageId }),
        ...(attachmentId === null ? {} : { attachmentId }),
        ...(score === null ? {} : { score }),
      }),
    ),
  }
}

export const createSearchMemory = ({ recall, embed, unavailable }: SearchMemoryDependencies): Tool =>
  defineTool({
    name: 'search_memory',
    title: 'Search earlier chats',
    description: 'Searches earlier chats and their files.',
    risk: 'none',
    input,
    unavailable,
    plan: ({ query, limit }, { run: { conversationId } }) => ({
      risk: 'none',
      asks: false,
      reasons: [],
      summary: query,
      title: 'Search earlier chats',
      exact: query,
      cwd: null,
      binding: { query, limit },
      canRemember: false,
      async run({ signal }) {
        // Without a vector it is searched by words.
        const embedding = (await embed(query, signal).catch(() => null)) ?? undefined
        signal.throwIfAborted()
        const scope = { notConversationId: conversationId }
        return describeHits(
          await recall.search({ text: query, embedding, scope, limit, minSimilarity }, signal),
        )
      },
    }),
  })
