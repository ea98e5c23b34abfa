import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../../shared/errors'
import type { ExecutionEvent } from '../../coordination/types'
import { failedOver, say } from '../testing/scripted-executor'
import { callTool, failed, openRun, type Reply } from './testing/open-run'

const look: Reply = () => [callTool('look')]
const long = 'What stands there so far is this. '.repeat(8)
const hangs = (...events: ExecutionEvent[]): Reply => Object.assign(() => events, { hangs: true })

describe('a thought that lasts longer than its run may', () => {
  it('is ended, and there is an answer of what there is', async () => {
    const run = openRun({
      replies: [look, hangs(say('I th')), () => [say('So.')]],
      limits: { maxSeconds: 60 },
    })
    await run.clock.advance(59_000)
    expect(run.requests).toHaveLength(2)
    await run.clock.advance(2_000)
    const end = await run.end()
    expect([end.type, end.outcome.limit, run.requests.length]).toEqual(['finished', 'time', 3])
    expect(run.told(2)).toContain('The time of this run is used up.')
    expect(run.requests[2]?.tools).toBeUndefined()
  })

  it('is the answer where it had said much of it', async () => {
    const run = openRun({ replies: [look, hangs(say(long))], limits: { maxSeconds: 60 } })
    await run.clock.advance(61_000)
    const end = await run.end()
    expect([end.type, end.outcome.limit, run.text()]).toEqual(['finished', 'time', long])
  })

  it('is let be while it is an answer that no tool was called for', async () => {
    const run = openRun({ replies: [hangs(say(long))], limits: { maxSeconds: 60 } })
    await run.clock.advance(600_000)
    expect(run.events.at(-1)?.type).toBe('text')
    run.abort.abort()
    expect(await run.end()).toMatchObject({ type: 'failed', error: { code: 'CANCELLED' } })
  })

  it('is ended where nothing came of it yet, and so is the last one, with what it said or an error', async () => {
    const spoke = openRun({ replies: [hangs(), hangs(say('Sixt'))], limits: { maxSeconds: 60 } })
    await spoke.clock.advance(125_000)
    expect([(await spoke.end()).type, spoke.text()]).toEqual(['finished', 'Sixt'])
    const silent = openRun({ replies: [hangs(), hangs()], limits: { maxSeconds: 60 } })
    await silent.clock.advance(125_000)
    expect(await silent.end()).toMatchObject({ type: 'failed', error: { code: 'TIMEOUT' } })
    expect(silent.clock.pending()).toBe(0)
  })
})

describe('the last thought', () => {
  it.each([
    ['in the form of the server', true, () => [callTool('look')]],
    ['in the text', false, () => [say('```tool\n{"tool": "look", "arguments": {}}\n```')]],
  ] as const)('that calls in spite of it, %s, is asked for in words', async (_name, native, call) => {
    const run = openRun({
      replies: [call, call, () => [say('66.')]],
      limits: { maxSteps: 1 },
      isNative: () => native,
    })
    const end = await run.end()
    expect([end.type, run.text(), run.ran.length]).toEqual(['finished', '66.', 1])
    expect(run.told(2)).toContain('Write your answer in words.')
  })
})

describe('when the node of a run is gone', () => {
  const gone = (): ExecutionEvent => {
    const end = failed(new HarombeError('ALL_NODES_FAILED', 'mini went away.'))
    const failover = failedOver('mini')
    return end.type === 'failed' && failover.type === 'failedOver'
      ? { ...end, failovers: [failover.failover] }
      : end
  }

  it('one that has no place for calls goes on in the text, and nothing is run again', async () => {
    const run = openRun({ replies: [look, () => [gone()], () => [say('Done.')]], successor: true })
    const end = await run.end()
    expect([end.type, run.ran.length, run.requests[2]?.tools]).toEqual(['finished', 1, undefined])
    expect(run.requests[2]?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user'])
  })

  it('one that has no place for calls is asked at once, and not when the waiting is over', async () => {
    const away = failedOver('mini')
    const next: ExecutionEvent = away.type === 'failedOver' ? { ...away, next: null } : away
    const run = openRun({
      replies: [look, hangs(say('Do'), next), () => [say('Done.')]],
      successor: true,
    })
    expect([(await run.end()).type, run.requests.length]).toEqual(['finished', 3])
  })

  it('and nobody else is there, it fails with what it did', async () => {
    const run = openRun({ replies: [look, () => [gone()]] })
    const end = await run.end()
    expect(end).toMatchObject({ type: 'failed', error: { code: 'ALL_NODES_FAILED' } })
    expect(end.outcome.steps).toMatchObject([{ calls: [{ tool: 'look', state: 'done' }] }])
  })
})

describe('a window that has no room for tools', () => {
  it('is asked without any, as if there were none', async () => {
    const run = openRun({ replies: [() => [say('4.')]], window: 16 })
    await run.end()
    expect(run.requests.map(({ tools, messages }) => [tools, messages[0]?.content])).toEqual([
      [undefined, 'none'],
    ])
  })
})
