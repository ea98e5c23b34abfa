import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterUpdate, clusterView } from '.'
import type { ClusterUpdate } from './cluster'
import { applyClusterUpdate, type RevisedView } from './cluster-update'
import { clusterViews } from './testing/view-arbitraries'
import { clusterView as viewOf } from './testing/views'

const empty = viewOf()

describe('applyClusterUpdate', () => {
  it('takes a snapshot at any time, also one with a lower revision (the coordinator restarted)', () => {
    fc.assert(
      fc.property(clusterViews, view => {
        const snapshot: ClusterUpdate = { type: 'snapshot', revision: 3, view }
        expect(applyClusterUpdate(null, snapshot)).toEqual({ revision: 3, view })
        expect(applyClusterUpdate({ revision: 900, view: empty }, snapshot)).toEqual({ revision: 3, view })
      }),
    )
  })

  it.each([0, 4, 5, 7, 8, -1])('asks for a new subscription when revision %d follows 5', revision => {
    expect(applyClusterUpdate({ revision: 5, view: empty }, { type: 'patch', revision })).toBeNull()
  })

  it('asks for a snapshot when a patch comes first', () => {
    expect(applyClusterUpdate(null, { type: 'patch', revision: 1 })).toBeNull()
  })

  it('leaves what a patch does not name as it is, and the object it was given too', () => {
    fc.assert(
      fc.property(clusterViews, view => {
        const current: RevisedView = { revision: 1, view }
        const before = structuredClone(current)
        expect(applyClusterUpdate(current, { type: 'patch', revision: 2 })).toEqual({ revision: 2, view })
        expect(current).toEqual(before)
      }),
    )
  })

  it('can take a value back to null and false', () => {
    const view = { ...empty, configProblem: 'line 3', demoRunning: true }
    const patch: ClusterUpdate = { type: 'patch', revision: 2, configProblem: null, demoRunning: false }
    const next = applyClusterUpdate({ revision: 1, view }, patch)
    expect(next?.view).toMatchObject({ configProblem: null, demoRunning: false })
  })

  it('drops nodes that a new order no longer names and ignores names it does not know', () => {
    fc.assert(
      fc.property(clusterViews, view => {
        const next = applyClusterUpdate(
          { revision: 1, view },
          { type: 'patch', revision: 2, order: ['stranger', 'dgx'] },
        )
        expect(next?.view.nodes.map(node => node.name)).toEqual(
          view.nodes.map(node => node.name).filter(name => name === 'dgx'),
        )
      }),
    )
  })
})

describe('the arbitrary views of these tests', () => {
  it('are views the contract would let through', () => {
    fc.assert(fc.property(clusterViews, view => clusterView.safeParse(view).success))
    fc.assert(
      fc.property(
        clusterViews,
        view => clusterUpdate.safeParse({ type: 'snapshot', revision: 1, view }).success,
      ),
    )
  })
})
