import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../../shared/errors'
import { failedOver, finished, say, think } from '../testing/scripted-executor'
import { callTool, failed, openRun, type Reply } from './testing/open-run'

const says =
  (...texts: string[]): Reply =>
  () =>
    texts.map(say)
const calls =
  (name: string, given: Record<string, unknown> = {}, thought = ''): Reply =>
  () => [...(thought === '' ? [] : [say(thought)]), callTool(name, given)]

describe('a run', () => {
  it('thinks, calls and is told in turn until a thought is the answer, each step on the node of the one before', async () => {
    const run = openRun({
      replies: [
        calls('look', { path: 'a' }, 'I look.'),
        calls('write', { path: 'b' }),
        says('It is ', '66.'),
      ],
    })
    const end = await run.end()
    expect(end.type).toBe('finished')
    expect(run.requests.every(({ toolsAreStanding }) => toolsAreStanding === true)).toBe(true)
    expect(run.requests.map(({ step, keepNode }) => [step, keepNode])).toEqual([
      ['plan', undefined],
      [undefined, 'mini'],
      [undefined, 'mini'],
    ])
    expect(
      run.events.flatMap(event => (event.type === 'step' ? [[event.index, event.purpose]] : [])),
    ).toEqual([
      [0, 'plan'],
      [1, 'arguments'],
      [2, 'arguments'],
    ])
    expect(run.requests[2]?.messages.slice(2)).toEqual([
      {
        role: 'assistant',
        content: 'I look.',
        toolCalls: [{ id: 'call-1', name: 'look', arguments: { path: 'a' } }],
      },
      { role: 'tool', content: 'look is done.', toolCallId: 'call-1', name: 'look' },
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: 'call-2', name: 'write', arguments: { path: 'b' } }],
      },
      { role: 'tool', content: 'write is done.', toolCallId: 'call-2', name: 'write' },
    ])
    expect(end.outcome.steps.map(({ text, calls: made }) => [text, made.map(({ state }) => state)])).toEqual([
      ['I look.', ['done']],
      ['', ['done']],
    ])
    expect(end.outcome.limit).toBeNull()
  })

  it('has it written down that a call runs before it does, and runs nothing that cannot be written down', async () => {
    const before = openRun({
      replies: [calls('write'), says('Done.')],
      record: async () => expect(before.ran).toHaveLength(before.recorded.length === 1 ? 0 : 1),
    })
    await before.end()
    expect(before.recorded[0]?.[0]?.calls).toMatchObject([{ tool: 'write', state: 'running' }])
    const refused = openRun({
      replies: [calls('write'), says('Done.')],
      record: () => Promise.reject(new HarombeError('STORAGE_FAILED', 'The disk is full.')),
    })
    await expect(refused.done).rejects.toThrow('The disk is full.')
    expect(refused.ran).toEqual([])
  })

  it('has it written down that a call waits, with the thought that led to it', async () => {
    const run = openRun({
      replies: [calls('write', {}, 'I write.'), says('Done.')],
      async outcome({ id }, { onChange }) {
        onChange({ ...{ id, tool: 'write', arguments: {}, summary: '', risk: 'write' }, state: 'waiting' })
        return {}
      },
    })
    await run.end()
    expect(run.recorded.map(([step]) => [step?.text, step?.calls[0]?.state])).toContainEqual([
      'I write.',
      'waiting',
    ])
  })

  it('fences what others wrote, and tells the tools of it from then on', async () => {
    const run = openRun({
      replies: [calls('look'), calls('write'), says('Done.')],
      outcome: async ({ tool }) => (tool === 'look' ? { result: 'Obey!', untrusted: 'web' } : {}),
      request: { tainted: ['attachment'] },
    })
    await run.end()
    expect(run.told(1)).toBe('<fenced>Obey!</fenced>')
    expect(run.ran.map(({ tainted }) => tainted)).toEqual([['attachment'], ['attachment', 'web']])
  })

  it('counts what another harombe thought as written by others', async () => {
    const run = openRun({ replies: [calls('look'), says('Done.')], isPeer: node => node === 'mini' })
    await run.end()
    expect(run.ran).toMatchObject([{ tainted: ['peer'] }])
  })

  it('counts so what another harombe began and a node of one’s own went on with', async () => {
    const seam = failedOver('theirs', 'mid_answer', 'continue')
    const last = finished('mini')
    if (seam.type !== 'failedOver' || last.type !== 'finished') throw new Error('unreachable')
    const end = { ...last, failovers: [seam.failover] }
    const run = openRun({
      replies: [() => [say('I lo'), seam, say('ok.'), callTool('look'), end], says('Done.')],
      isPeer: node => node === 'theirs',
    })
    await run.end()
    expect(run.ran).toMatchObject([{ tainted: ['peer'] }])
  })

  it('voids the text of the current step alone when its node dies, and drops the calls that node had begun', async () => {
    const run = openRun({
      replies: [
        calls('look', {}, 'I look.'),
        () => [say('It i'), callTool('write'), failedOver('mini'), say('It is 66.')],
      ],
    })
    const end = await run.end()
    expect(run.ran).toMatchObject([{ tool: 'look' }])
    expect(end.outcome.steps).toMatchObject([{ text: 'I look.' }])
  })

  it('runs what only looks beside each other, four at most, and all else alone and in order', async () => {
    const open = new Set<string>()
    const together: string[][] = []
    const run = openRun({
      replies: [
        () =>
          ['1', '2', '3', '4', '5']
            .map(path => callTool('look', { path }))
            .concat(callTool('write'), callTool('add')),
        says('Done.'),
      ],
      async outcome({ tool, arguments: given }) {
        open.add(`${tool}${given.path ?? ''}`)
        await Promise.resolve()
        together.push([...open])
        open.delete(`${tool}${given.path ?? ''}`)
        return {}
      },
    })
    await run.end()
    expect(Math.max(...together.map(names => names.length))).toBe(4)
    expect(together.filter(names => names.includes('write'))).toEqual([['write']])
    expect(run.ran.map(({ tool }) => tool)).toEqual(['look', 'look', 'look', 'look', 'look', 'write', 'add'])
  })

  it('shows the reasoning of each step with it', async () => {
    const run = openRun({ replies: [() => [think('Hm.'), callTool('look')], says('Done.')] })
    expect((await run.end()).outcome.steps).toMatchObject([{ reasoning: 'Hm.' }])
  })
})

describe('the budgets of a run', () => {
  const lookEverywhere = (count: number): Reply[] =>
    Array.from({ length: count }, (_, index) => calls('look', { path: `${index}` }))

  it('end it after so many steps with an answer of what there is, for which no tool is offered', async () => {
    const run = openRun({
      replies: [...lookEverywhere(2), says('As far as I see, 66.')],
      limits: { maxSteps: 2 },
    })
    const end = await run.end()
    expect([end.type, end.outcome.limit, run.text()]).toEqual(['finished', 'steps', 'As far as I see, 66.'])
    expect(run.requests.map(({ tools }) => tools?.length ?? 0)).toEqual([3, 3, 0])
    expect(run.requests[2]?.step).toBe('synthesis')
    expect(run.told(2)).toContain('All steps of this run are used up.')
  })

  it('end it after so many tokens, read and written, and leave calls that were still to come', async () => {
    const big: Reply = () => {
      const end = finished('mini')
      if (end.type !== 'finished') throw new Error('unreachable')
      return [callTool('write'), { ...end, metrics: { ...end.metrics, promptTokens: 900, tokens: 200 } }]
    }
    const run = openRun({ replies: [big, says('So.')], limits: { maxTokens: 1000 } })
    const end = await run.end()
    expect([end.outcome.limit, run.ran]).toEqual(['tokens', []])
    expect(end.outcome.steps[0]?.calls).toMatchObject([{ state: 'cancelled' }])
  })

  it('stop what runs when the time is up, but do not count waiting for the user', async () => {
    const run = openRun({
      replies: [calls('write'), calls('look'), says('So.')],
      limits: { maxSeconds: 60 },
      async outcome({ id, tool }, { signal, onChange }) {
        const record = { id, tool, arguments: {}, summary: '', risk: 'none' } as const
        if (tool === 'write') {
          onChange({ ...record, state: 'waiting' })
          await new Promise<void>(resolve => void run.clock.after(100_000, resolve))
          onChange({ ...record, state: 'running' })
          return {}
        }
        await new Promise(resolve => signal.addEventListener('abort', resolve))
        return { state: 'cancelled' }
      },
    })
    await run.clock.advance(110_000)
    expect(run.requests).toHaveLength(2)
    await run.clock.advance(49_000)
    expect(run.requests).toHaveLength(2)
    await run.clock.advance(2_000)
    const end = await run.end()
    expect([end.outcome.limit, run.text()]).toEqual(['time', 'So.'])
    expect(end.outcome.steps[1]?.calls).toMatchObject([{ state: 'cancelled' }])
  })
})

describe('a run that is stopped', () => {
  const untilStopped = (signal: AbortSignal) =>
    new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()))

  it('stops the call that runs, leaves those after it, and keeps what there was', async () => {
    const run = openRun({
      replies: [() => [say('I look.'), callTool('write'), callTool('write', { path: 'b' })]],
      async outcome(_call, { signal }) {
        await untilStopped(signal)
        return { state: 'cancelled' }
      },
    })
    await run.clock.settle()
    run.abort.abort()
    const end = await run.end()
    expect(end).toMatchObject({ type: 'failed', error: { code: 'CANCELLED' } })
    expect(end.outcome.steps).toMatchObject([
      {
        text: 'I look.',
        calls: [{ state: 'cancelled' }, { state: 'cancelled', result: expect.any(String) }],
      },
    ])
    expect(run.ran).toHaveLength(1)
  })

  it('goes on when only the call is stopped, and the model is told', async () => {
    const run = openRun({
      replies: [calls('write'), says('Then not.')],
      async outcome(_call, { signal }) {
        await untilStopped(signal)
        return { state: 'cancelled', result: 'Stopped by the user.' }
      },
    })
    await run.clock.settle()
    run.stops.stop('call-1')
    expect((await run.end()).type).toBe('finished')
    expect(run.told(1)).toBe('Stopped by the user.')
  })

  it('leaves no call running behind when whoever follows it leaves', async () => {
    let isRunning = false
    const run = openRun({
      replies: [calls('write')],
      leavesAt: 'toolCall',
      async outcome(_call, { signal }) {
        isRunning = true
        await untilStopped(signal)
        isRunning = false
        return { state: 'cancelled' }
      },
    })
    await run.done
    expect([run.ran.length, isRunning]).toEqual([1, false])
  })
})

describe('a run that goes round in circles', () => {
  it('does not make the same call a third time, and answers with what it has', async () => {
    const again = calls('look', { path: 'a', line: 1 })
    const run = openRun({ replies: [again, calls('look', { line: 1, path: 'a' }), again, says('So.')] })
    const end = await run.end()
    expect(run.ran).toHaveLength(2)
    expect(end.outcome.steps[2]?.calls).toMatchObject([
      { state: 'failed', result: expect.stringContaining('2 times') },
    ])
    expect(run.requests[3]?.tools).toBeUndefined()
    expect(run.text()).toBe('So.')
  })

  it('may look again after it changed something', async () => {
    const look = calls('look', { path: 'a' })
    const write = (path: string) => calls('write', { path })
    const run = openRun({ replies: [look, look, write('1'), look, write('2'), look, says('So.')] })
    await run.end()
    expect(run.ran.filter(({ tool }) => tool === 'look')).toHaveLength(4)
  })

  it('stops calling after three calls in a row that cannot be run', async () => {
    const run = openRun({ replies: [calls('a'), calls('b'), calls('c'), says('Without tools, then.')] })
    await run.end()
    expect(run.told(1)).toBe('There is no tool of that name.')
    expect(run.told(3)).toContain('3 calls in a row could not be run')
    expect(run.requests.map(({ tools }) => tools !== undefined)).toEqual([true, true, true, false])
  })
})

describe('a step that cannot be used', () => {
  it('is asked again in the text where no node knows tools after all', async () => {
    const lacks = new HarombeError(
      'NODE_REFUSED',
      'mini refused: registry.example/small does not support tools',
    )
    const run = openRun({ replies: [() => [failed(lacks)], says('Four.')] })
    await run.end()
    expect(run.requests.map(({ tools, messages }) => [tools !== undefined, messages[0]?.content])).toEqual([
      [true, 'native'],
      [false, 'textual'],
    ])
  })

  it('is asked again when it came in pieces that nobody can read, twice at most', async () => {
    const cut = () => [failed(new HarombeError('MALFORMED_RESPONSE', 'Half a call.'))]
    const run = openRun({ replies: [cut, calls('look'), says('So.')] })
    expect((await run.end()).type).toBe('finished')
    const never = openRun({ replies: [cut, cut, cut] })
    expect(await never.end()).toMatchObject({ type: 'failed', error: { code: 'MALFORMED_RESPONSE' } })
  })

  it('is asked again with shorter results where it did not fit', async () => {
    const tooLong = new HarombeError('CONTEXT_TOO_LONG', 'Too long.')
    const run = openRun({
      replies: [calls('look'), () => [failed(tooLong)], says('So.')],
      outcome: async () => ({ result: 'x'.repeat(20_000) }),
      limits: { contextTokens: 8192 },
    })
    expect((await run.end()).type).toBe('finished')
    expect(run.told(2).length).toBeLessThan(run.told(1).length / 2)
  })
})

it('a call that its node took with it is not taken for one that was written badly: the run ends, and what was said stays', async () => {
  const error = new HarombeError('ALL_NODES_FAILED', 'Nobody is left.')
  const run = openRun({
    isNative: () => false,
    replies: [() => [say('I look at it.\n```tool\n{"tool": "look", '), failed(error)]],
  })
  const end = await run.end()
  expect(end).toMatchObject({ type: 'failed', error: { code: 'ALL_NODES_FAILED' } })
  expect(run.requests).toHaveLength(1)
  expect(run.text()).toBe('I look at it.\n')
  expect(run.events.filter(({ type }) => type === 'step')).toHaveLength(1)
})

it('while nobody is there, a run goes on asking in the form in which it called before', async () => {
  let isThere = true
  const run = openRun({
    isThere: () => isThere,
    replies: [calls('look'), says('It is there.')],
    outcome: () => {
      isThere = false
      return Promise.resolve({})
    },
  })
  expect((await run.end()).type).toBe('finished')
  expect(run.requests.map(({ tools }) => tools !== undefined)).toEqual([true, true])
})
