import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { routeDecision } from '../../shared/entities'
import { isSameModel } from './same-model'
import { explainNoRoute, type NodeSnapshot, type SelectionRequest, selectRoute } from './selection'
import { clusters, policies, requests } from './testing/snapshots'

const serves = (node: NodeSnapshot, model: string | undefined): boolean => {
  if (model === undefined) return node.status === 'online' && node.model !== ''
  return (node.models.length === 0 ? [node.model] : node.models).some(name => isSameModel(name, model))
}

/** May this node be asked at all? Written apart from the code it judges. */
const isUsable = (node: NodeSnapshot, { target, tried }: SelectionRequest): boolean =>
  node.enabled &&
  (node.status === 'online' || node.status === 'model_missing') &&
  !tried.has(node.name) &&
  (target.node === undefined || target.node === node.name) &&
  serves(node, target.model)

const check = (property: (...parameters: Parameters<typeof selectRoute>) => void) =>
  fc.assert(fc.property(clusters, policies, requests, property), { numRuns: 2000 })

describe('selectRoute, whatever the cluster, policy and request', () => {
  it('never chooses a disabled, offline, unchecked, tried or incapable node', () =>
    check((nodes, policy, request) => {
      const { chosen, decision } = selectRoute(nodes, policy, request)
      const node = nodes.find(({ name }) => name === chosen?.node)
      if (chosen !== null) {
        expect(node !== undefined && isUsable(node, request)).toBe(true)
        expect(chosen.tier).toBe(node?.tier)
      }
      for (const candidate of decision.candidates.filter(({ verdict }) => verdict !== 'rejected')) {
        expect(nodes.some(each => each.name === candidate.node && isUsable(each, request))).toBe(true)
      }
    }))

  it('chooses one whenever one is usable (graceful), and under strict whenever the wanted tier has one', () =>
    check((nodes, policy, request) => {
      const { chosen, decision } = selectRoute(nodes, policy, request)
      const isStrict = policy.fallbackStrategy === 'strict' && ['none', 'tier'].includes(decision.forced)
      const usable = nodes.filter(
        node => isUsable(node, request) && (!isStrict || node.tier === decision.wantedTier),
      )
      expect(chosen !== null).toBe(usable.length > 0)
    }))

  it('names every node exactly once, chosen first, rejected last, ranks without gaps, in the contract’s shape', () =>
    check((nodes, policy, request) => {
      const { chosen, decision } = selectRoute(nodes, policy, request)
      const { candidates } = decision
      expect(candidates.map(({ node }) => node).toSorted()).toEqual(nodes.map(({ name }) => name).toSorted())
      const usable = candidates.filter(({ verdict }) => verdict !== 'rejected')
      expect(candidates.slice(0, usable.length)).toEqual(usable)
      expect(usable.map(({ rank }) => rank)).toEqual(usable.map((_, index) => index))
      expect(usable[0]?.node).toBe(chosen?.node)
      expect(candidates.every(({ reason }) => reason.length > 0)).toBe(true)
      expect(routeDecision.safeParse(decision).success).toBe(true)
    }))

  it('is a pure function: the same answer twice, its arguments untouched', () =>
    check((nodes, policy, request) => {
      const before = structuredClone({ nodes, policy })
      const first = selectRoute(nodes, policy, request)
      expect(selectRoute(nodes, policy, request)).toEqual(first)
      expect({ nodes, policy }).toEqual(before)
    }))

  it('gives the nodes in the order in which failing ones are replaced', () =>
    check((nodes, policy, request) => {
      const order: string[] = []
      const tried = new Map(request.tried)
      for (;;) {
        const { chosen } = selectRoute(nodes, policy, { ...request, tried })
        if (chosen === null) break
        order.push(chosen.node)
        tried.set(chosen.node, 'It fell silent.')
      }
      const planned = selectRoute(nodes, policy, request).decision.candidates
      expect(order).toEqual(planned.filter(({ verdict }) => verdict !== 'rejected').map(({ node }) => node))
    }))

  it('always comes with an error that says why nothing was chosen', () =>
    check((nodes, policy, request) => {
      const { chosen, decision } = selectRoute(nodes, policy, request)
      if (chosen !== null) return
      const error = explainNoRoute(nodes, policy, request, decision)
      expect(['NO_NODE_AVAILABLE', 'TIER_UNAVAILABLE', 'MODEL_MISSING', 'NOT_FOUND']).toContain(error.code)
      expect(error.hint?.length).toBeGreaterThan(0)
    }))
})
