import { describe, expect, it } from 'vitest'
import type { BackendKind, NodeIncident } from '../../../shared/entities'
import { type ErrorCode, HarombeError } from '../../../shared/errors'
import { bareSummary } from '../../inference/model-library'
import { specOf } from '../testing/cluster'
import { loneNode } from '../testing/lone-node'
import { createSeededRandom, createVirtualClock } from '../testing/virtual-clock'
import { equalsOf } from './equals'
import { createNodeBreakers } from './node-breakers'
import type { Pulse } from './pulse'
import type { AnswerSigns } from './types'

function keep(equals: Pulse[] = []) {
  const clock = createVirtualClock()
  const incidents: Pick<NodeIncident, 'kind' | 'model'>[] = []
  const situation = {
    backend: 'ollama' as BackendKind,
    countsFaults: true,
    wokeAt: Number.NEGATIVE_INFINITY,
    answered: 0,
    changes: 0,
  }
  const breakers = createNodeBreakers({
    clock,
    random: createSeededRandom(7),
    backend: () => situation.backend,
    countsFaults: () => situation.countsFaults,
    lostTimeSince: since => since <= situation.wokeAt,
    equals: () => equals,
    onIncident: ({ kind, model }) => incidents.push({ kind, model }),
    onChanged: () => {
      situation.changes += 1
    },
    onAnswered: () => {
      situation.answered += 1
    },
  })
  const fail = (model = 'small', code: ErrorCode = 'NODE_ERROR') =>
    breakers.begin(model).failed(new HarombeError(code, `It said ${code}.`))
  const answer = (signs?: AnswerSigns, model = 'small') => breakers.begin(model).succeeded(signs)
  const state = (model = 'small') => breakers.look(model).state
  const failFiveTimes = (model?: string) => {
    for (let index = 0; index < 5; index += 1) fail(model)
  }
  return { clock, incidents, situation, breakers, fail, failFiveTimes, answer, state }
}

describe('the breakers of a node', () => {
  it('are one for each model', () => {
    const { breakers, failFiveTimes, state } = keep()
    failFiveTimes('small')
    expect([state('small'), state('large')]).toEqual(['open', 'closed'])
    expect([...breakers.looks().keys()]).toEqual(['small'])
  })

  it('begin anew with another kind of server, and hear nothing more of the one before', () => {
    const { breakers, situation, clock, incidents, failFiveTimes, fail, state } = keep()
    const late = Array.from({ length: 5 }, () => breakers.begin('small'))
    const other = Array.from({ length: 5 }, () => breakers.begin('large'))
    failFiveTimes()
    situation.backend = 'vllm'
    expect([state(), breakers.looks().size]).toEqual(['closed', 0])
    for (let index = 0; index < 4; index += 1) fail()
    for (const trial of [...late, ...other]) trial.failed(new HarombeError('NODE_ERROR', 'It broke.'))
    expect(state()).toBe('closed')
    expect([incidents.length, clock.pending()]).toEqual([1, 0])
  })

  it.each<ErrorCode>([
    'NODE_BUSY',
    'NODE_LOADING',
    'MODEL_MISSING',
    'CANCELLED',
    'BAD_REQUEST',
    'CONTEXT_TOO_LONG',
    'NODE_REFUSED',
    'RATE_LIMITED',
    'INTERNAL',
  ])('do not open at %s', code => {
    const { fail, state } = keep()
    for (let index = 0; index < 50; index += 1) fail('small', code)
    expect(state()).toBe('closed')
  })

  it.each<[ErrorCode, number]>([
    ['NODE_UNREACHABLE', 2],
    ['NODE_ERROR', 5],
    ['TIMEOUT', 5],
    ['STREAM_CUT_OFF', 5],
    ['MALFORMED_RESPONSE', 5],
  ])('open at %s, %d times in a row', (code, count) => {
    const { fail, state } = keep()
    for (let index = 1; index < count; index += 1) fail('small', code)
    expect(state()).toBe('closed')
    fail('small', code)
    expect(state()).toBe('open')
  })

  it('open at empty answers that call themselves complete', () => {
    const { breakers, answer, situation } = keep()
    for (let index = 0; index < 5; index += 1) answer({ isEmpty: true })
    expect(breakers.look('small')).toMatchObject({
      state: 'open',
      reason: 'It gave an empty answer and called it complete.',
    })
    expect(situation.answered).toBe(0)
  })

  it('do not open while machines wake up', () => {
    const { situation, failFiveTimes, state } = keep()
    situation.countsFaults = false
    failFiveTimes()
    expect(state()).toBe('closed')
    situation.countsFaults = true
    failFiveTimes()
    expect(state()).toBe('open')
  })

  it('try one request at a time after their time, and say when they do', async () => {
    const { breakers, clock, situation, failFiveTimes, state } = keep()
    failFiveTimes()
    const changesBefore = situation.changes
    await clock.advance((breakers.look('small').retryAt ?? 0) - clock.monotonic())
    expect(state()).toBe('half_open')
    expect(situation.changes, 'nobody heard of it').toBeGreaterThan(changesBefore)
    const trial = breakers.begin('small')
    expect(breakers.look('small').isTrying).toBe(true)
    trial.abandoned()
    expect(breakers.look('small').isTrying).toBe(false)
    breakers.begin('small').succeeded()
    breakers.begin('small').succeeded()
    expect(state()).toBe('closed')
  })

  it('count each request once, whatever is called how often', () => {
    const { breakers, state } = keep()
    const trial = breakers.begin('small')
    for (let index = 0; index < 10; index += 1) trial.failed(new HarombeError('NODE_ERROR', 'It broke.'))
    trial.succeeded()
    expect(state()).toBe('closed')
  })

  it('tell their history and, of those that are not closed, how they stand', async () => {
    const { breakers, clock, incidents, failFiveTimes, answer } = keep()
    await clock.advance(1000)
    failFiveTimes()
    const [view] = breakers.views()
    expect(view).toMatchObject({
      model: 'small',
      state: 'open',
      since: clock.wall(),
      reason: 'It said NODE_ERROR.',
    })
    const wait = (view?.retryAt ?? 0) - clock.wall()
    expect(wait).toBeGreaterThanOrEqual(2500)
    expect(wait).toBeLessThanOrEqual(5000)
    await clock.advance(5000)
    expect(breakers.views()).toMatchObject([{ state: 'half_open', retryAt: null }])
    answer()
    answer()
    expect(breakers.views()).toEqual([])
    expect(incidents.map(({ kind }) => kind)).toEqual([
      'breaker_opened',
      'breaker_half_opened',
      'breaker_closed',
    ])
  })

  it('leave no timer behind', () => {
    const { breakers, clock, failFiveTimes } = keep()
    failFiveTimes()
    expect(clock.pending()).toBe(1)
    breakers.tryAgain()
    expect(clock.pending()).toBe(0)
    failFiveTimes()
    breakers.stop()
    expect(clock.pending()).toBe(0)
  })
})

describe('a model that is in doubt', () => {
  it('failed last and was asked nothing since, or waits half-open for a request', async () => {
    const { breakers, clock, fail, answer, failFiveTimes } = keep()
    answer()
    await clock.advance(20_000)
    expect(breakers.inDoubt(10_000)).toEqual([])
    fail()
    expect(breakers.inDoubt(10_000)).toEqual([])
    await clock.advance(10_000)
    expect(breakers.inDoubt(10_000)).toEqual(['small'])
    failFiveTimes()
    expect(breakers.inDoubt(0)).toEqual([])
    await clock.advance(20_000)
    expect(breakers.inDoubt(10_000)).toEqual(['small'])
  })
})

describe('a node that is far off its equals', () => {
  const equals: Pulse[] = [
    { ttftMs: 200, tokensPerSecond: 40, successRate: 1 },
    { ttftMs: 300, tokensPerSecond: 50, successRate: 1 },
  ]
  const looked = (answers: readonly (AnswerSigns | null)[], others = equals) => {
    const kept = keep(others)
    for (const signs of answers) {
      if (signs === null) kept.fail()
      else kept.answer(signs)
    }
    kept.breakers.compareWithEquals()
    return kept
  }
  const six = <T>(value: T) => [value, value, value, value, value, value]

  it.each<[string, AnswerSigns]>([
    ['begins its answers ten times as late', { ttftMs: 3000 }],
    ['writes a tenth as fast', { tokensPerSecond: 4 }],
  ])('is left out when it %s', (_how, signs) => {
    expect(looked(six(signs)).breakers.look('small')).toMatchObject({ state: 'open' })
  })

  it.each<[string, (AnswerSigns | null)[]]>([
    ['is three times as slow', six({ ttftMs: 900, tokensPerSecond: 15 })],
    ['has answered four times only', six({ ttftMs: 9000 }).slice(2)],
    ['read long prompts', six({ ttftMs: 9000, promptTokens: 30_000 })],
    ['had to load its model', six({ ttftMs: null })],
    ['was slow once', [{ ttftMs: 9000 }, ...six({ ttftMs: 200 })]],
  ])('is not when it %s', (_how, signs) => {
    expect(looked(signs).state()).toBe('closed')
  })

  it('is not when this machine slept in the middle of its answers', () => {
    const { breakers, clock, situation, state } = keep(equals)
    const asleep = six('small').map(model => breakers.begin(model))
    situation.wokeAt = clock.monotonic()
    for (const request of asleep) request.succeeded({ ttftMs: 20_000, tokensPerSecond: 0.1 })
    breakers.compareWithEquals()
    expect(state()).toBe('closed')
  })

  it('is told by its last fifty answers of the last five minutes, and while it is asked', async () => {
    const slow = six({ ttftMs: 3000 })
    const fast = (count: number) => Array.from({ length: count }, () => ({ ttftMs: 200 }))
    expect(looked([...fast(50), ...slow, ...slow, ...slow, ...slow, ...slow]).state()).toBe('open')
    const old = keep(equals)
    for (const signs of slow.slice(1)) old.answer(signs)
    await old.clock.advance(29_000)
    old.answer({ ttftMs: null })
    await old.clock.advance(31_000)
    old.breakers.compareWithEquals()
    expect(old.state(), 'nobody asked it meanwhile').toBe('closed')
    await old.clock.advance(250_000)
    old.answer({ ttftMs: 3000 })
    old.breakers.compareWithEquals()
    expect(old.state(), 'that was long ago').toBe('closed')
  })

  it('may fail a little more often than they do', () => {
    expect(looked([null, null, ...six({}), ...six({})]).state()).toBe('closed')
  })

  it('is held against the nodes of its tier that have the model', () => {
    const nodes = [specOf('mac'), specOf('tower'), specOf('dgx', { tier: 2 }), specOf('bare')].map(spec =>
      loneNode(spec),
    )
    for (const node of nodes) {
      const models = node.spec.name === 'bare' ? [] : [bareSummary('small')]
      node.probe = { backend: 'ollama', models, loaded: null, memory: null, version: null, simulated: false }
      const tokensPerSecond = node.spec.name === 'tower' ? 30 : 99
      for (const signs of six({ tokensPerSecond })) node.breakers.begin('small').succeeded(signs)
    }
    const [mac] = nodes
    if (mac === undefined) throw new Error('There is no first node.')
    expect(equalsOf(mac, 'small', nodes).map(pulse => pulse.tokensPerSecond)).toEqual([30])
  })

  it('cannot be told without equals, nor by differences nobody notices', () => {
    expect(looked(six({ ttftMs: 90_000 }), []).state()).toBe('closed')
    const quick = [{ ttftMs: 2, tokensPerSecond: null, successRate: null }]
    expect(looked(six({ ttftMs: 80 }), quick).state()).toBe('closed')
  })

  it('is left out when it fails far more often, though never five times in a row', async () => {
    const kept = keep(equals)
    for (let round = 0; round < 6; round += 1) {
      kept.answer()
      kept.fail()
      await kept.clock.advance(25_000)
    }
    expect(kept.state()).toBe('closed')
    kept.breakers.compareWithEquals()
    expect(kept.state()).toBe('open')
  })

  it('comes back only when it is as fast again, being back up alone not sufficing', async () => {
    const { breakers, clock, answer, state } = looked(six({ ttftMs: 3000 }))
    breakers.tryAgain()
    expect(state()).toBe('open')
    await clock.advance(5000)
    answer({ ttftMs: 3000 })
    expect(state()).toBe('open')
    await clock.advance(10_000)
    answer({ ttftMs: 250 })
    answer({ ttftMs: 250 })
    expect(state()).toBe('closed')
    breakers.compareWithEquals()
    expect(state(), 'it was judged by its past').toBe('closed')
  })
})
