import { describe, expect, it } from 'vitest'
import type { ClusterView, NodeView } from '../../../../shared/entities'
import type { ExecutionRequest, ExecutionResult } from '../../../coordination/types'
import type { RecallHit, RecallQuery } from '../../context/types'
import { answeredBy, route } from '../../testing/scripted-executor'
import { callTool, outcomeOf, run } from '../testing/call-tool'
import { createToolThread } from '../thread/tool-thread-runner'
import { createAskNode } from './ask-node'
import { createCalculator } from './calculator'
import { createDateTime } from './date-time'
import { createSearchMemory } from './search-memory'
import { addSpan, instantOf, localTimeAt, parseTime } from './zoned-time'

describe('calculator', () => {
  const calculator = createCalculator(createToolThread(undefined))

  it.each([
    ['0.1 + 0.2', '0.3'],
    ['1.19 * 249.90', '297.381'],
    ['2^100', '1.2676506002282294014967032053760e+30'],
    ['17 % 5', '2'],
    ['5 km to mile', '3.1068559611866698480871709218166 mile'],
    ['a = 3; b = 4; sqrt(a^2 + b^2)', '5'],
    ['100000000000000000000 + 1', '100000000000000000001'],
    ['round(2.345, 2)', '2.35'],
  ])('%s is %s', async (expression, expected) => {
    const { text } = await callTool(calculator, { expression })
    expect(text.replace(/0+e/, 'e')).toBe(expected.replace(/0+e/, 'e'))
  })

  it.each([
    'import({a: 1})',
    'evaluate("1 + 1")',
    'parse("1")',
    'createUnit("x")',
    'config({})',
    'cos.constructor("return process")()',
    '{a: 1}',
    'f(x) = x',
    '"a".constructor',
    '[1][1].constructor',
    'chain(1)',
    'typed({})',
    'help(cos)',
    'simplify("x")',
    'map([1], f(x) = x)',
    'reviver()',
    'version.constructor',
    'cos',
    '1 +',
  ])('does not take %s', async expression => {
    expect(await outcomeOf(calculator, { expression })).toBe('BAD_REQUEST')
  })
})

describe('date_time', () => {
  const now = Date.UTC(2026, 10, 22, 20, 30)
  const tool = createDateTime(() => now)

  it('tells now in a zone, and elsewhere', async () => {
    const { text } = await callTool(tool, { zone: 'Europe/Berlin', in_zone: 'Asia/Tokyo' })
    expect(text).toContain('Sunday')
    expect(text).toContain('21:30:00 GMT+01:00 (Europe/Berlin)')
    expect(text).toContain('Monday')
    expect(text).toContain('05:30:00 GMT+09:00 (Asia/Tokyo)')
  })

  it.each([
    [{ zone: 'Mars/Base' }],
    [{ zone: 'UTC', at: '2026-02-30' }],
    [{ zone: 'UTC', at: 'tomorrow' }],
    [{ zone: 'UTC', at: '2026-01-01T25:00' }],
    [{ zone: 'UTC', add: { years: 999_999_999 } }],
  ])('refuses what is none: %j', async given => {
    expect(await outcomeOf(tool, given)).toBe('BAD_REQUEST')
  })

  it('says how far dates are apart by the clocks of the zone', async () => {
    // The clocks went forward in between.
    const { text } = await callTool(tool, { zone: 'Europe/Berlin', at: '2026-03-28', until: '2026-03-30' })
    expect(text).toContain('1 day, 23 hours after (169,200 seconds)')
  })

  it('adds days by the clock and hours by time', () => {
    const zone = 'Europe/Berlin'
    const before = parseTime('2026-03-28T12:00', zone)
    expect(localTimeAt(addSpan(before, { days: 1 }, zone), zone)).toMatchObject({ day: 29, hour: 12 })
    expect(localTimeAt(addSpan(before, { hours: 24 }, zone), zone)).toMatchObject({ day: 29, hour: 13 })
    const january = parseTime('2026-01-31', 'UTC')
    expect(new Date(addSpan(january, { months: 1 }, 'UTC')).toISOString()).toBe('2026-02-28T00:00:00.000Z')
    expect(new Date(addSpan(january, { months: -2 }, 'UTC')).toISOString()).toBe('2025-11-30T00:00:00.000Z')
    expect(new Date(addSpan(parseTime('2024-02-29', 'UTC'), { years: 1 }, 'UTC')).toISOString()).toBe(
      '2025-02-28T00:00:00.000Z',
    )
  })

  it('takes the first of an hour that is there twice, and moves on one that is not there', () => {
    const zone = 'Europe/Berlin'
    expect(new Date(parseTime('2026-10-25T02:30', zone)).toISOString()).toBe('2026-10-25T00:30:00.000Z')
    const skipped = instantOf({ year: 2026, month: 3, day: 29, hour: 2, minute: 30, second: 0 }, zone)
    expect(localTimeAt(skipped, zone)).toMatchObject({ hour: 3, minute: 30 })
  })

  it('reads offsets', () => {
    expect(new Date(parseTime('2026-11-22T14:30-05:00', 'UTC')).toISOString()).toBe(
      '2026-11-22T19:30:00.000Z',
    )
    expect(new Date(parseTime('2026-11-22T14:30Z', 'Asia/Tokyo')).toISOString()).toBe(
      '2026-11-22T14:30:00.000Z',
    )
  })
})

describe('ask_node', () => {
  function setUp(backend: NodeView['backend'] = 'ollama', gone = false) {
    const requests: ExecutionRequest[] = []
    const node = { name: 'big', backend } as NodeView
    const tool = createAskNode({
      inspector: {
        view: () => ({ nodes: gone && requests.length > 0 ? [] : [node] }) as unknown as ClusterView,
      },
      cluster: {
        complete(request) {
          requests.push(request)
          return Promise.resolve({
            content: 'forty-two',
            route,
            answeredBy: answeredBy('big'),
          } as ExecutionResult)
        },
      },
    })
    return { tool, requests }
  }

  it('sends the question alone, without tools', async () => {
    const { tool, requests } = setUp()
    const result = await callTool(tool, { question: 'Why?', tier: 2 })
    expect(result).toMatchObject({ text: expect.stringContaining('forty-two'), untrusted: undefined })
    expect(requests).toMatchObject([{ messages: [{ role: 'user', content: 'Why?' }], target: { tier: 2 } }])
    expect(requests[0]).not.toHaveProperty('tools')
  })

  it('counts the words of another harombe, and of a node that left, as those of others', async () => {
    expect(await callTool(setUp('harombe').tool, { question: 'Why?' })).toMatchObject({ untrusted: 'peer' })
    expect(await callTool(setUp('ollama', true).tool, { question: 'Why?' })).toMatchObject({
      untrusted: 'peer',
    })
  })

  it('goes nowhere the user did not want answers from', async () => {
    const { tool, requests } = setUp()
    const on = (target: typeof run.target) => ({ run: { ...run, target } })
    expect(await outcomeOf(tool, { question: 'Why?', tier: 2 }, on({ tier: 0 }))).toBe('FORBIDDEN')
    expect(await outcomeOf(tool, { question: 'Why?', node: 'big' }, on({ tier: 0 }))).toBe('FORBIDDEN')
    expect(await outcomeOf(tool, { question: 'Why?', node: 'big' }, on({ tier: 'auto', node: 'mine' }))).toBe(
      'FORBIDDEN',
    )
    expect(await outcomeOf(tool, { question: 'Why?', node: 'nobody' })).toBe('BAD_REQUEST')
    expect(requests).toEqual([])
    await callTool(tool, { question: 'Why?', tier: 2 }, on({ tier: 'auto', node: 'mine' }))
    expect(requests).toMatchObject([{ target: { node: 'mine' } }])
  })
})

describe('search_memory', () => {
  const hit = (untrusted: boolean): RecallHit => ({
    kind: 'message',
    conversationId: 'c7',
    messageId: 'm7',
    attachmentId: null,
    title: 'Holidays',
    locator: null,
    text: 'We talked of the sea.',
    score: 0.8,
    untrusted,
  })

  function setUp(hits: RecallHit[], embed = () => Promise.resolve<RecallQuery['embedding'] | null>(null)) {
    const queries: RecallQuery[] = []
    const tool = createSearchMemory({
      recall: {
        search(query) {
          queries.push(query)
          return Promise.resolve(hits)
        },
      },
      embed: async () => (await embed()) ?? null,
      unavailable: () => null,
    })
    return { tool, queries }
  }

  it('looks in other conversations and tells where it found something', async () => {
    const { tool, queries } = setUp([hit(false)])
    const result = await callTool(tool, { query: 'sea' })
    expect(queries).toMatchObject([{ text: 'sea', scope: { notConversationId: 'c1' } }])
    expect(result.untrusted).toBeUndefined()
    expect(result.sources).toMatchObject([
      { kind: 'message', conversationId: 'c7', messageId: 'm7', score: 0.8 },
    ])
  })

  it('counts what others wrote as such, once among the rest', async () => {
    expect(await callTool(setUp([hit(false), hit(true)]).tool, { query: 'sea' })).toMatchObject({
      untrusted: 'memory',
    })
  })

  it('searches by words when nobody makes vectors', async () => {
    const { tool, queries } = setUp([], () => Promise.reject(new Error('no node')))
    expect((await callTool(tool, { query: 'sea' })).text).toContain('Nothing was found')
    expect(queries[0]?.embedding).toBeUndefined()
  })
})
