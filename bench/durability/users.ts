import type { HarombeClient } from '../../src/shared/contract'
import type { AnswerEvent } from '../../src/shared/entities'
import type { Asked, Ledger } from './ledger'
import { toolQuestion } from './model-server'

export interface UsersOptions {
  client: HarombeClient
  ledger: Ledger
  random: () => number
  /** A word that no question had before. */
  createWord(): string
  count: number
}

function take(event: AnswerEvent, asked: Asked): void {
  if (event.epoch !== asked.epoch || event.type === 'step') {
    asked.epoch = event.epoch
    asked.shown = ''
    asked.seen = []
  }
  if (event.type === 'text') {
    asked.shown += event.text
    asked.seen.push({ at: performance.now(), length: asked.shown.length })
  } else if (event.type === 'finished' && event.saved) {
    asked.finished = { at: performance.now(), text: event.message.content }
  }
}

/** People who ask and read, one after the other in turns, until the coordinator is gone. Never rejects. */
export function startUsers({ client, ledger, random, createWord, count }: UsersOptions): Promise<void> {
  let isGone = false

  async function ask(conversationId: string | undefined): Promise<string> {
    const word = createWord()
    const token = random() < 0.35 ? `canary-${word}` : null
    const text =
      token === null
        ? `What is ${word}? ${'Tell me more. '.repeat(Math.floor(random() * 40))}`
        : toolQuestion(token)
    const asked = ledger.begin(text, token)
    const started = await client.call('chat.sendMessage', {
      text,
      ...(conversationId === undefined
        ? { settings: { tools: true, memory: false, files: false, facts: false } }
        : { conversationId }),
    })
    asked.acknowledgedAt = performance.now()
    asked.conversationId = started.conversation.id
    asked.messageId = started.userMessage.id
    asked.answerId = started.answer.id
    for await (const event of client.stream('chat.watchAnswer', { messageId: started.answer.id, fromSeq: 0 }))
      take(event, asked)
    return started.conversation.id
  }

  async function talk(): Promise<void> {
    let conversationId: string | undefined
    while (!isGone) {
      try {
        conversationId = await ask(random() < 0.6 ? conversationId : undefined)
      } catch {
        isGone = true
      }
    }
  }

  /** Somebody is there and allows everything. */
  async function attend(): Promise<void> {
    const decided = new Set<string>()
    for await (const waiting of client.stream('agent.watchApprovals', {})) {
      for (const { id, digest } of waiting) {
        if (decided.has(id)) continue
        decided.add(id)
        client.call('agent.decideApproval', { id, digest, approve: true }).catch(() => undefined)
      }
    }
  }

  return Promise.allSettled([attend(), ...Array.from({ length: count }, talk)]).then(() => undefined)
}
