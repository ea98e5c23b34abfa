import { describe, expect, it } from 'vitest'
import { change, finding, planOf, step } from './plan.fixture'
import { commonFindings, fieldsOf, planEstimate, planGroups } from './plan-groups'

const seconds = (low: number, high: number) => ({ lowMs: low * 1000, highMs: high * 1000 })

describe('the groups of a plan', () => {
  it('keep what is done to one machine together, and settings last', () => {
    const plan = planOf({
      changes: [
        change.setting('routing.preference'),
        change.pulled('pc', 'a:7b'),
        change.added('mini'),
        change.loaded('pc', 'a:7b'),
      ],
      findings: [finding('warning', 'attic'), finding('info', 'pc'), finding('info', null)],
    })
    expect(
      planGroups(plan).map(({ node, changes, findings }) => [node, changes.length, findings.length]),
    ).toEqual([
      ['pc', 2, 1],
      ['mini', 1, 0],
      ['attic', 0, 1],
      [null, 1, 0],
    ])
  })

  it('say what is about no machine once, the worst first', () => {
    const plan = planOf({
      findings: [finding('info', null), finding('error', null), finding('error', 'pc')],
    })
    expect(commonFindings(plan).map(({ severity }) => severity)).toEqual(['error', 'info'])
    expect(planGroups(plan).map(({ node }) => node)).toEqual(['pc'])
  })
})

describe('how long a plan takes', () => {
  it('is as long as its slowest machine, whose steps come one after the other', () => {
    const steps = [
      step('pull', 'pc', seconds(60, 120)),
      step('load', 'pc', seconds(5, 10)),
      step('pull', 'mini', seconds(30, 40)),
      step('reload', null),
    ]
    expect(planEstimate({ steps })).toEqual({ ...seconds(65, 130), isPartial: false })
  })

  it('is at least that long when nobody knows of one, and not said when nobody knows of any', () => {
    const unknown = step('pull', 'mini')
    expect(planEstimate({ steps: [step('pull', 'pc', seconds(1, 2)), unknown] })).toMatchObject({
      isPartial: true,
    })
    expect(planEstimate({ steps: [unknown, step('reload', null)] })).toBeNull()
  })
})

it('shows a move and a new name as the lines that change', () => {
  expect(fieldsOf(change.moved('pc', 1, 2))).toEqual([{ path: 'tier', before: '1', after: '2' }])
  expect(fieldsOf(change.renamed('pc', 'tower'))).toEqual([{ path: 'name', before: 'tower', after: 'pc' }])
})
