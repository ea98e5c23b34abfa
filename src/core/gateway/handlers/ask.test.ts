import { describe, expect, it } from 'vitest'
import type { Caller } from '../../../shared/contract/caller'
import type { AskEvent } from '../../../shared/contract/chat'
import type { AnsweredTurn } from '../../agent/escalation-judge'
import { noTools, settings } from '../../agent/testing/chat'
import { finished, routed, say } from '../../agent/testing/scripted-executor'
import type { ExecutionEvent, ExecutionRequest } from '../../coordination/types'
import type { FinishedAnswer } from '../../memory/transfer/finished-exchanges'
import { createChatHandlers } from './chat-handlers'

/** What one question to `chat.ask` gives, from whom it may come, with a judge that finds every answer wanting. */
async function ask(kind: Caller['kind'], events: readonly ExecutionEvent[], watches = true) {
  const requests: ExecutionRequest[] = []
  const judged: AnsweredTurn[] = []
  const kept: FinishedAnswer[] = []
  const unused = () => {
    throw new Error('not part of a question')
  }
  const handlers = createChatHandlers({
    chat: new Proxy({} as never, { get: unused }),
    conversations: new Proxy({} as never, { get: unused }),
    saveExchange: unused,
    defaultSettings: unused,
    exchanges: {
      keep(given) {
        kept.push(given)
        return `exchange-${kept.length}`
      },
    },
    cluster: {
      async *execute(request) {
        requests.push(request)
        yield* events
      },
    },
    agent: noTools,
    askDefaults: () => settings,
    askedByHand: () => undefined,
    escalation: {
      watches: () => watches,
      judge(turn) {
        judged.push(turn)
        return { action: 'make', tier: 2, reasons: ['it was cut off'] }
      },
    },
  })
  const answer: AskEvent[] = []
  const context = { caller: { kind, scopes: [] }, signal: new AbortController().signal }
  const input = {
    messages: [{ role: 'user' as const, content: 'Why?' }],
    tier: 'auto' as const,
    tools: false,
    tainted: [],
  }
  for await (const event of handlers.ask(input, context)) answer.push(event)
  return { last: answer.at(-1), requests, judged, kept }
}

const failedOver = (mode: 'restart' | 'continue'): ExecutionEvent => ({
  type: 'failedOver',
  next: 'b',
  failover: {
    ...{ node: 'a', tier: 0, stage: 'mid_answer', mode },
    error: { code: 'STREAM_CUT_OFF', message: 'a went away.', retryable: true },
  },
})

describe('a question from the terminal', () => {
  it('is only ever offered a larger node, whatever the setting says, and its answer is judged as it was in the end', async () => {
    const { last, requests, judged } = await ask('cli', [
      routed('a'),
      say('void'),
      failedOver('restart'),
      say('Bec'),
      failedOver('continue'),
      say('ause'),
      finished('b'),
    ])
    const escalation = { action: 'offer', tier: 2, reasons: ['it was cut off'] }
    expect(last).toMatchObject({ type: 'finished', escalation })
    expect(requests[0]?.watchConfidence).toBe(true)
    expect(judged).toMatchObject([{ content: 'Because', isEscalation: false, target: { tier: 'auto' } }])
  })

  it('is left alone where nothing can be escalated', async () => {
    const { last, requests, judged } = await ask('cli', [say('So.'), finished('a')], false)
    expect(last).not.toHaveProperty('escalation')
    expect(requests[0]).not.toHaveProperty('watchConfidence')
    expect(judged).toEqual([])
  })
})

it('an answer to the terminal is remembered without what is void, and by an id', async () => {
  const events = [
    routed('a'),
    say('void'),
    failedOver('restart'),
    say('Be'),
    failedOver('continue'),
    say('cause'),
  ]
  const { last, kept } = await ask('cli', [...events, finished('b')])
  expect(last).toMatchObject({ exchangeId: 'exchange-1' })
  expect(kept).toMatchObject([{ content: 'Because', answeredBy: { node: 'b' } }])
})

it('a question of another program is sent as ever, and nothing is said about its answer', async () => {
  const { last, requests, judged, kept } = await ask('browser', [say('So.'), finished('a')])
  expect(kept).toEqual([])
  expect(last).not.toHaveProperty('escalation')
  expect(requests[0]).not.toHaveProperty('watchConfidence')
  expect(judged).toEqual([])
})
