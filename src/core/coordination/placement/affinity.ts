import type { ChatMessage } from '../../inference/protocol'
import { createToolLoops } from './tool-loops'
import type { PromptMark, RememberedRequest, RequestAffinity } from './types'

/** So many characters at both ends of a message tell it from others; a false match costs no more than a cold prompt. */
const telling = 256
/** Shorter beginnings are read again in no time. */
const leastLength = 400
/** The next turn begins with all of this one or, when the last was edited, with nearly all; many share the very first. */
const lastBeginnings = 8
const firstBeginnings = 2

/** Of all nodes together; the longest untouched goes first. */
const mostPrompts = 2000
const mostConversations = 5000
/** Prompts a server keeps for each of its slots. One that batches shares its cache between all of them, in blocks. */
const mostPromptsOfNode = 64

const mixIn = (hash: number, value: number) => Math.imul(hash ^ value, 0x01000193)

/** Two halves of 26 bits each in one exact number: FNV-1a, told apart by where they start. */
function hashText(seed: number, text: string): number {
  let low = seed | 0
  let high = mixIn(seed | 0, 0x9e3779b9)
  const add = (code: number) => {
    low = mixIn(low, code)
    high = mixIn(high, code + 0x51)
  }
  add(text.length)
  const end = Math.min(text.length, telling)
  for (let index = 0; index < end; index += 1) add(text.charCodeAt(index))
  for (let index = Math.max(end, text.length - telling); index < text.length; index += 1)
    add(text.charCodeAt(index))
  return (low >>> 6) * 0x4000000 + (high >>> 6)
}

const lengthOf = ({ content, images = [], toolCalls = [] }: ChatMessage) =>
  content.length + images.length * 2000 + (toolCalls.length === 0 ? 0 : JSON.stringify(toolCalls).length)

/** The beginnings of a request's prompt. Bounded work, whatever its length. */
export function markOf({ messages, prompt }: Pick<RememberedRequest, 'messages' | 'prompt'>): PromptMark {
  const texts =
    prompt === undefined
      ? messages.map(message => ({ text: `${message.role}:${message.content}`, length: lengthOf(message) }))
      : [{ text: prompt.text, length: prompt.text.length }]
  const beginnings: { hash: number; length: number }[] = []
  let hash = 0x811c9dc5
  let length = 0
  for (const each of texts) {
    hash = hashText(hash ^ (hash / 0x4000000), each.text)
    length += each.length
    beginnings.push({ hash, length })
  }
  return beginnings
}

const keptOf = (mark: PromptMark) =>
  mark
    .filter((_, index) => index < firstBeginnings || index >= mark.length - lastBeginnings)
    .filter(({ length }) => length >= leastLength)

interface KeptPrompt {
  node: string
  model: string
  mark: PromptMark
}

export interface AffinityBook {
  /** @param contextTokens of the whole prompt, by the same measure as what the choice is made with */
  recall(request: RememberedRequest, contextTokens: number): RequestAffinity
  /** @param prompts how many a server with that many slots keeps */
  remember(
    node: string,
    model: string,
    prompts: number,
    request: Pick<RequestAffinity, 'mark' | 'conversation' | 'loopMark'>,
  ): void
  /** The node was removed, or lost its memory. */
  forget(node: string): void
}

const nothingCached: RequestAffinity['cached'] = new Map()

/** Which node holds which beginnings of prompts in its cache, as far as what it was given lately tells. */
export function createAffinityBook(): AffinityBook {
  const prompts = new Set<KeptPrompt>()
  const ofNode = new Map<string, KeptPrompt[]>()
  const byBeginning = new Map<number, Set<KeptPrompt>>()
  const conversations = new Map<string, string>()
  const loops = createToolLoops()

  function drop(prompt: KeptPrompt): void {
    prompts.delete(prompt)
    const own = ofNode.get(prompt.node)
    const index = own?.indexOf(prompt) ?? -1
    if (index >= 0) own?.splice(index, 1)
    if (own?.length === 0) ofNode.delete(prompt.node)
    for (const { hash } of prompt.mark) {
      const holders = byBeginning.get(hash)
      holders?.delete(prompt)
      if (holders?.size === 0) byBeginning.delete(hash)
    }
  }

  return {
    recall(request, contextTokens) {
      const { conversation } = request
      const conversationNode = conversation === undefined ? undefined : conversations.get(conversation)
      const mark = markOf(request)
      const withLoop = (cached: RequestAffinity['cached']): RequestAffinity => {
        const { mark: loopMark, loop } = loops.recall(request, mark, cached, contextTokens)
        return { cached, conversationNode, loop, loopMark, mark, conversation }
      }
      if (byBeginning.size === 0) return withLoop(nothingCached)
      const whole = mark.at(-1)?.length ?? 0
      const cached = new Map<string, { model: string; tokens: number }>()
      // Longest first: what a node holds of a shorter beginning is part of it.
      for (const { hash, length } of mark.toReversed()) {
        for (const { node, model } of byBeginning.get(hash) ?? []) {
          if (!cached.has(node))
            cached.set(node, { model, tokens: Math.floor((contextTokens * length) / whole) })
        }
      }
      return withLoop(cached)
    },
    remember(node, model, most, { mark: whole, conversation, loopMark }) {
      if (loopMark !== undefined) loops.remember(node, loopMark)
      if (conversation !== undefined) {
        conversations.delete(conversation)
        conversations.set(conversation, node)
        if (conversations.size > mostConversations) {
          for (const oldest of conversations.keys().take(1)) conversations.delete(oldest)
        }
      }
      const mark = keptOf(whole)
      const own = ofNode.get(node) ?? []
      // The next turn takes the place of the one it goes on from.
      const hashes = new Set(mark.map(({ hash }) => hash))
      const before = own.find(
        prompt => prompt.model === model && hashes.has(prompt.mark.at(-1)?.hash ?? Number.NaN),
      )
      if (before !== undefined) drop(before)
      if (mark.length === 0) return
      const kept = { node, model, mark }
      prompts.add(kept)
      ofNode.set(node, own)
      own.push(kept)
      for (const { hash } of mark) {
        const holders = byBeginning.get(hash)
        if (holders === undefined) byBeginning.set(hash, new Set([kept]))
        else holders.add(kept)
      }
      while (own.length > Math.min(most, mostPromptsOfNode)) {
        const [oldest] = own
        if (oldest === undefined) break
        drop(oldest)
      }
      if (prompts.size > mostPrompts) for (const oldest of prompts.values().take(1)) drop(oldest)
    },
    forget(node) {
      for (const prompt of [...(ofNode.get(node) ?? [])]) drop(prompt)
      loops.forget(node)
      for (const [conversation, last] of conversations) if (last === node) conversations.delete(conversation)
    },
  }
}
