import { describe, expect, it } from 'vitest'
import type { RunStep, ToolCallRecord } from '../../../shared/entities'
import { english } from '../../../shared/texts/english'
import { newAnswer } from './answer-state'
import { makeMessage } from './fake-client.fixture'
import { activeCall, isEmptyStep, isFoldedAway, liveSteps, retryHint, runSummary } from './run-view'

const call = (state: ToolCallRecord['state'], id: string = state): ToolCallRecord => ({
  id,
  tool: 'shell',
  arguments: {},
  summary: 'ls',
  risk: 'shell',
  state,
})
const step = (...calls: ToolCallRecord[]): RunStep => ({ purpose: 'plan', text: 'I look.', calls })
const answered = makeMessage('a', { role: 'assistant', content: 'There.' })
const long = [step(call('done', '1')), step(call('done', '2')), step(call('denied', '3'), call('done', '4'))]

describe('run view', () => {
  it('shows a thought as the answer until it has led to a call', () => {
    const thinking = { ...newAnswer, purpose: 'plan' as const, text: 'I look.' }
    expect(liveSteps(thinking)).toEqual([])
    expect(liveSteps({ ...thinking, calls: [call('running')] })).toMatchObject([{ text: 'I look.' }])
  })

  it('warns of a retry only while it is open whether a call had its effect', () => {
    expect(retryHint({ ...answered, steps: [step(call('done'), call('unknown'))] }, english)).toContain(
      'Look first',
    )
    expect(
      retryHint({ ...answered, steps: [step(call('done'), call('cancelled'))] }, english),
    ).toBeUndefined()
    expect(retryHint(answered, english)).toBeUndefined()
  })

  it('folds a long way away once the answer is there, and never what is undecided', () => {
    expect(isFoldedAway(long, answered, false)).toBe(true)
    expect(isFoldedAway(long, answered, true)).toBe(false)
    expect(isFoldedAway(long, { ...answered, state: 'interrupted' }, false)).toBe(false)
    expect(isFoldedAway(long, { ...answered, content: '' }, false)).toBe(false)
    expect(isFoldedAway([...long, step(call('unknown'))], answered, false)).toBe(false)
    expect(isFoldedAway([step(call('done'))], answered, false)).toBe(false)
  })

  it('counts steps and calls, and says what did not go well', () => {
    expect(runSummary(long, english)).toEqual({ text: '3 steps, 4 calls', exceptions: '1 denied' })
    expect(runSummary([step(call('done'))], english)).toEqual({ text: '1 step, 1 call', exceptions: null })
  })

  it('names what waits before what runs', () => {
    expect(activeCall([call('running'), call('waiting')])?.state).toBe('waiting')
    expect(activeCall([call('done'), call('running')])?.state).toBe('running')
    expect(activeCall([call('done')])).toBeNull()
  })

  it('has nothing to show of a thought that was asked again', () => {
    expect(isEmptyStep({ purpose: 'plan', text: ' \n', calls: [] })).toBe(true)
    expect(isEmptyStep(step())).toBe(false)
  })
})
