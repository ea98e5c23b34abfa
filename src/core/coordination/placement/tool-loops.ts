import { toolLoopOf } from '../classification/steps'
import type { KeptLoop, LoopAffinity, LoopMark, PromptMark, RememberedRequest } from './types'

/** Of all nodes together; the longest untouched goes first. */
const mostLoops = 2000
/** Without the very step before, a node that read so much of the prompt surely ran one of the steps. */
const leastShare = 0.5

/**
 * Which node ran which step of a loop of tool calls, for clients that run their own loop and say no more than the messages.
 * The step before sent the same messages, but for the call it brought and what came of that.
 */
export interface ToolLoops {
  /** Null for a request in which no tool can be called. @param cached tokens of the prompt by node */
  recall(
    request: RememberedRequest,
    mark: PromptMark,
    cached: ReadonlyMap<string, { tokens: number }>,
    contextTokens: number,
  ): { mark: LoopMark | undefined; loop: LoopAffinity | undefined }
  remember(node: string, mark: LoopMark): void
  forget(node: string): void
}

/** Whose it is belongs to it: two programs often begin with the same words. */
const keyOf = ({ client, conversation }: RememberedRequest, hash: number): string =>
  `${client ?? conversation ?? ''}\n${hash}`

function mostCached(cached: ReadonlyMap<string, { tokens: number }>, least: number): string | undefined {
  let best: { node: string; tokens: number } | undefined
  for (const [node, { tokens }] of cached) {
    if (tokens >= least && (best === undefined || tokens > best.tokens)) best = { node, tokens }
  }
  return best?.node
}

export function createToolLoops(): ToolLoops {
  const loops = new Map<string, KeptLoop>()
  return {
    recall(request, mark, cached, contextTokens) {
      const { messages, tools = [] } = request
      const whole = mark.at(-1)
      const loop = toolLoopOf(messages)
      if (whole === undefined || (tools.length === 0 && !loop.isOpen))
        return { mark: undefined, loop: undefined }
      const key = keyOf(request, whole.hash)
      if (!loop.isOpen) return { mark: { key, rounds: 0, before: undefined }, loop: undefined }
      const called = messages.findLastIndex(({ toolCalls }) => (toolCalls?.length ?? 0) > 0)
      const hashBefore = mark[called - 1]?.hash
      const before = hashBefore === undefined ? undefined : loops.get(keyOf(request, hashBefore))
      const ownMark = { key, rounds: loop.rounds, before }
      if (before !== undefined) {
        const sinceMove = before.movedAt === null ? null : loop.rounds - before.movedAt
        return { mark: ownMark, loop: { node: before.node, sinceMove } }
      }
      const node = mostCached(cached, contextTokens * leastShare)
      return { mark: ownMark, loop: node === undefined ? undefined : { node, sinceMove: null } }
    },
    remember(node, { key, rounds, before }) {
      const movedAt = before === undefined ? null : before.node === node ? before.movedAt : rounds
      loops.delete(key)
      loops.set(key, { node, movedAt })
      if (loops.size > mostLoops) for (const oldest of loops.keys().take(1)) loops.delete(oldest)
    },
    forget(node) {
      for (const [key, loop] of loops) if (loop.node === node) loops.delete(key)
    },
  }
}
