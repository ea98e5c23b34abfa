import { describe, expect, it } from 'vitest'
import type { ApplyStep } from '../shared/entities'
import { createStepEvents, createStepLines } from './apply-progress'
import { createTerminal } from './output'
import { planOf, pullStep, runOf, stepOf, testStep } from './testing/plans'

const plan = planOf()
const pulling = (completed: number): ApplyStep =>
  stepOf(pullStep, { state: 'running', progress: { completed, total: 9e9 } })

function open(isTTY: boolean) {
  let stdout = ''
  let stderr = ''
  const terminal = createTerminal(
    {
      stdout: { isTTY, columns: 100, write: text => (stdout += text) },
      stderr: { isTTY, write: text => (stderr += text) },
    },
    { json: false, env: { NO_COLOR: '1' } },
  )
  return { terminal, stdout: () => stdout, stderr: () => stderr }
}

describe('the steps of an apply', () => {
  it('are told once each, and a download by tenths, where nobody watches', () => {
    const { terminal, stdout, stderr } = open(false)
    const progress = createStepLines(terminal, () => 0)
    for (const part of [0, 0.05, 0.11, 0.19, 0.31, 0.32]) {
      progress.show(runOf(plan, { steps: [stepOf(testStep, { state: 'done' }), pulling(part * 9e9)] }))
    }
    progress.end()
    expect(stdout()).toBe('  ✓ Test gaming-pc\n')
    expect(stderr().match(/Pull/g)).toHaveLength(3)
    expect(stderr()).toContain('11 %, 990 MB of 9 GB')
    expect(stderr()).toContain('31 %')
  })

  it('stand below what is done where somebody watches, with the pace of the last seconds', () => {
    let now = 0
    const { terminal, stderr } = open(true)
    const progress = createStepLines(terminal, () => now)
    progress.show(runOf(plan, { steps: [stepOf(testStep, { state: 'running' }), pulling(0)] }))
    expect(stderr()).toContain('… Test gaming-pc')
    now = 2000
    progress.show(runOf(plan, { steps: [stepOf(testStep, { state: 'done' }), pulling(1.8e9)] }))
    expect(stderr()).toContain('20 %, 1.8 of 9 GB, 900 MB/s, 8 s left')
    progress.end()
    expect(stderr().endsWith('\u001b[K')).toBe(true)
  })

  it('say how many answers a drain still waits for', () => {
    const { terminal, stderr } = open(true)
    const drain = { ...testStep, id: 'drain/old', kind: 'drain' as const, node: 'old' }
    const progress = createStepLines(terminal)
    progress.show(
      runOf(plan, { steps: [stepOf(drain, { state: 'running', progress: { completed: 2, total: 3 } })] }),
    )
    expect(stderr()).toContain('Drain old: 1 answer being written')
  })

  it('never fill more than a few lines', () => {
    const { terminal, stderr } = open(true)
    const steps = Array.from({ length: 50 }, (_, index) =>
      stepOf({ ...testStep, id: `test/${index}`, node: `n${index}` }, { state: 'running' }),
    )
    createStepLines(terminal).show(runOf(plan, { steps }))
    expect(stderr().split('\n')).toHaveLength(9)
    expect(stderr()).toContain('and 42 more')
  })

  it('are events once for each change, in snake_case', () => {
    const { terminal, stdout } = open(false)
    const events = createStepEvents(terminal)
    for (const completed of [1, 1, 2])
      events.show(runOf(plan, { steps: [stepOf(testStep), pulling(completed)] }))
    const lines = stdout()
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.map(({ id, progress }) => [id, progress.completed])).toEqual([
      [pullStep.id, 1],
      [pullStep.id, 2],
    ])
    expect(lines[0]).toHaveProperty('started_at')
  })
})
