import { describe, expect, it } from 'vitest'
import { planPage } from './plan-texts'
import { emptyPlan, planOf } from './testing/plans'
import { createStyle } from './text/style'

const plain = createStyle(false)
const page = (...args: Parameters<typeof planOf>) => planPage(planOf(...args), {}, plain)

describe('a plan as a page', () => {
  it('says of every change what it is, and of what is not done by itself why', () => {
    expect(page()).toEqual([
      'Changes',
      expect.stringMatching(
        /^ {2}\+ add gaming-pc to tier 1 \(balanced\) at http:\/\/192\.168\.1\.30:11434 {2}\(answers with qwen2\.5:14b; in force already\)$/,
      ),
      '  ↓ pull qwen2.5:14b onto gaming-pc  (9 GB from ollama.com; 3 to 10 min)',
      '  → move mini from tier 1 to tier 0 (fast)',
      '  ~ change 2 values of mini',
      '      model: qwen2.5:3b → qwen2.5:7b',
      '      set slots: 2',
      '  - remove old from tier 2 (powerful)',
      '  ~ server.port: 8000 → 8001  (needs a restart)',
      '',
      'Plan: 1 to add, 1 to change, 1 to remove, 1 to move, 1 model to pull (9 GB), 1 setting to change.',
    ])
  })

  it('has the colours of Terraform, and only on the signs', () => {
    const lines = planPage(planOf(), {}, createStyle(true))
    expect(lines.find(line => line.includes('remove old'))).toContain('\u001b[31m-\u001b[39m remove')
    expect(lines.find(line => line.includes('add gaming-pc'))).toContain('\u001b[32m+\u001b[39m add')
    expect(lines.find(line => line.includes('change 2'))).toContain('\u001b[33m~\u001b[39m change')
  })

  it('tells findings with what to do, and keeps what machines say from moving the cursor', () => {
    const findings = [
      {
        severity: 'error' as const,
        code: 'unreachable' as const,
        node: 'mini',
        model: null,
        message: 'mini cannot be reached:\n\u001b[2Jno route.',
        hint: 'Switch it on.',
      },
    ]
    expect(page({ findings }).slice(-5)).toEqual([
      'To know',
      '  error: mini cannot be reached: no route.',
      '      Switch it on.',
      '',
      expect.stringContaining('Plan:'),
    ])
  })

  it('lists the steps where they are asked for, and says what was left out', () => {
    const lines = planPage(planOf({ targets: ['mini'], refreshed: false }), { detailed: true }, plain)
    expect(lines).toContain('   1. Test gaming-pc')
    expect(lines).toContain('   2. Pull qwen2.5:14b onto gaming-pc  (up to 10 min)')
    expect(lines).toContain('Only mini was looked at, and no settings.')
    expect(lines).toContain('No machine was asked: this is what the last checks saw.')
  })

  it('is one line when there is nothing to do', () => {
    expect(planPage(emptyPlan, { detailed: true }, plain)).toEqual([
      'Nothing to do: the machines are what the file says.',
    ])
  })
})
