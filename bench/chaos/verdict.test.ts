import { describe, expect, it } from 'vitest'
import { oracleText } from '../../src/core/simulation/oracle-text'
import type { ApiOutcome } from './clients/api'
import type { WindowOutcome } from './clients/windows'
import { type Figure, gapsOf, isMet, judgeApi, judgeWindows } from './verdict'

const text = oracleText('q')
const window = (changes: Partial<WindowOutcome> = {}): WindowOutcome => ({
  prompt: 'q',
  conversationId: 'c',
  messageId: 'm',
  askedAt: 0,
  shown: text,
  stored: text,
  state: 'complete',
  saved: true,
  problem: null,
  nodes: ['a'],
  failovers: [],
  firstAt: new Map([[0, 10]]),
  endedAt: 20,
  reloads: 0,
  disorder: 0,
  afterEnd: 0,
  ...changes,
})
const api = (changes: Partial<ApiOutcome> = {}): ApiOutcome => ({
  prompt: 'q',
  dialect: 'openai',
  askedAt: 0,
  status: 200,
  node: 'a',
  text,
  firstAt: 1,
  endedAt: 2,
  end: 'done',
  contradicts: false,
  retryAfter: null,
  problem: null,
  ...changes,
})
const broken = (figures: readonly Figure[]) =>
  figures.filter(figure => !isMet(figure)).map(({ what }) => what)
const database = (content = text, state = 'complete', siblings = 1) =>
  new Map([['m', { id: 'm', content, state, siblings }]])

describe('the verdict over windows', () => {
  it('finds nothing wrong with a right answer', () => {
    expect(broken(judgeWindows([window()], database()))).toEqual([])
  })

  const half = text.slice(0, 40)
  it.each([
    ['lost: without an end', window({ state: null, stored: null }), database()],
    ['failed', window({ state: 'failed' }), database(text, 'failed')],
    ['truncated but called complete', window({ stored: half, shown: half }), database(half)],
    ['wrong text', window({ stored: 'x', shown: 'x' }), database('x')],
    ['shown text is not the stored one', window({ shown: half + text }), database()],
    ['duplicated: a second answer or end', window({ afterEnd: 1 }), database()],
    ['duplicated: a second answer or end', window(), database(text, 'complete', 2)],
    ['database says something else', window(), database(half)],
    ['database says something else', window(), new Map()],
    ['events lost, repeated or changed', window({ disorder: 1 }), database()],
  ])('tells: %s', (what, outcome, stored) => {
    expect(broken(judgeWindows([outcome], stored))).toEqual([what])
  })
})

describe('the verdict over API clients', () => {
  it('lets an answer end well or with an error', () => {
    expect(broken(judgeApi([api(), api({ end: 'error', text: text.slice(0, 9) })]))).toEqual([])
  })

  it.each([
    ['cut off without a word', api({ end: 'cut', text: text.slice(0, 9) })],
    ['error and mark of success in one', api({ contradicts: true })],
    ['truncated but called complete', api({ text: text.slice(0, 9) })],
    ['wrong text', api({ text: `${text}x` })],
    ['wrong text', api({ end: 'error', text: 'x' })],
  ])('tells: %s', (what, outcome) => {
    expect(broken(judgeApi([outcome]))).toEqual([what])
  })
})

it('measures from the death of a node to the first text after it', () => {
  const failover = {
    node: 'a',
    tier: 0,
    stage: 'mid_answer',
    error: { code: 'STREAM_CUT_OFF', message: '', retryable: true },
    mode: 'restart',
  } as const
  const cut = window({
    failovers: [failover],
    firstAt: new Map([
      [0, 1010],
      [1, 1700],
    ]),
  })
  expect(gapsOf([cut, window()], new Map([['a', 1000]]))).toEqual([700])
})
