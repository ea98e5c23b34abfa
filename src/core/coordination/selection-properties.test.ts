import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Capability, routeDecision } from '../../shared/entities'
import { fallbackOrder } from '../../shared/entities/tiers'
import { explainNoRoute } from './explain-no-route'
import type { NodeSnapshot, SelectionRequest } from './judge-node'
import { isSameModel } from './same-model'
import { selectRoute } from './selection'
import { clusters, policies, requests } from './testing/snapshots'

/** May this model be asked, and can it, as far as is known? Written apart from the code it judges. */
const isAble = (
  { name, onlyByName, capabilities, contextLength }: NodeSnapshot['modelsServed'][number],
  { target, settledModel, requirements: { needs, contextTokens } }: SelectionRequest,
): boolean => {
  const wanted = target.model ?? settledModel?.name
  const isAsked = wanted === undefined ? !onlyByName : isSameModel(name, wanted)
  const holds = contextLength === null || contextLength >= contextTokens
  return isAsked && holds && needs.every(need => capabilities[need] !== 'no')
}

/** May this node be asked at all? */
const isUsable = (node: NodeSnapshot, request: SelectionRequest): boolean =>
  node.enabled &&
  (node.status === 'online' || node.status === 'model_missing') &&
  !request.tried.has(node.name) &&
  (request.target.node === undefined || request.target.node === node.name) &&
  node.modelsServed.some(model => isAble(model, request))

const isBroken = (
  nodes: readonly NodeSnapshot[],
  { node, model }: { node: string; model: string },
): boolean => {
  const look = nodes.find(({ name }) => name === node)?.breakers.get(model)
  return look !== undefined && (look.state === 'open' || look.isTrying)
}

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
        const model = node?.modelsServed.find(({ name }) => name === chosen.model)
        expect(model !== undefined && isAble(model, request)).toBe(true)
        if (chosen.isSure && model !== undefined) {
          const isKnown = (need: Capability) => need === 'chat' || model.capabilities[need] === 'yes'
          expect(request.requirements.needs.every(isKnown)).toBe(true)
        }
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

  it('chooses the best of all, though it looks at other tiers only when it must', () =>
    check((nodes, policy, request) => {
      const { chosen, ranked } = selectRoute(nodes, policy, request)
      expect(ranked[0] ?? null).toEqual(chosen)
    }))

  it('is a pure function: the same answer twice, its arguments untouched', () =>
    check((nodes, policy, request) => {
      const data = () => ({ nodes: nodes.map(({ paces: _paces, ...node }) => node), policy })
      const before = structuredClone(data())
      const first = selectRoute(nodes, policy, request)
      expect(selectRoute(nodes, policy, request)).toEqual(first)
      expect(data()).toEqual(before)
    }))

  it('puts no node that surely can behind one of its tier that only may, unless it is broken or the other is kept', () =>
    check((nodes, policy, request) => {
      const { needs } = request.requirements
      const isSure = ({ node, model }: { node: string; model: string }) => {
        const { capabilities } =
          nodes.find(({ name }) => name === node)?.modelsServed.find(({ name }) => name === model) ?? {}
        return needs.every(need => need === 'chat' || capabilities?.[need] === 'yes')
      }
      const usable = selectRoute(nodes, policy, request).ranked.filter(
        each => !isBroken(nodes, each) && each.node !== request.keepNode,
      )
      for (const [index, candidate] of usable.entries()) {
        const sameTier = usable.slice(index + 1).filter(({ tier }) => tier === candidate.tier)
        if (!isSure(candidate)) expect(sameTier.some(isSure)).toBe(false)
      }
    }))

  it('never puts a broken node before a sound one, and leaves out none where less than half are sound', () =>
    check((nodes, policy, request) => {
      const { ranked, decision } = selectRoute(nodes, policy, request)
      const broken = ranked.map(each => isBroken(nodes, each))
      expect(broken).toEqual(broken.toSorted((a, b) => Number(a) - Number(b)))
      const left = decision.candidates.filter(({ reason }) =>
        /^it failed too often|^one request is/.test(reason),
      )
      const sound = broken.filter(is => !is).length
      if (left.length > 0) {
        expect(broken).not.toContain(true)
        expect(sound * 2).toBeGreaterThanOrEqual(sound + left.length)
      } else expect(broken.includes(true) && sound * 2 >= broken.length).toBe(false)
    }))

  it('keeps the tiers in order, whatever is faster, but for the node that is kept and the broken ones', () =>
    check((nodes, policy, request) => {
      const { ranked, decision } = selectRoute(nodes, policy, request)
      const order = fallbackOrder[decision.wantedTier]
      const places = ranked
        .filter(each => !isBroken(nodes, each) && each.node !== request.keepNode)
        .map(({ tier }) => order.indexOf(tier))
      expect(places).toEqual(places.toSorted((a, b) => a - b))
    }))

  it('gives the nodes in the order in which failing ones are replaced, those that rest after failures last', () =>
    check((nodes, policy, request) => {
      const order: string[] = []
      const tried = new Map(request.tried)
      for (;;) {
        const { chosen } = selectRoute(nodes, policy, { ...request, tried })
        if (chosen === null) break
        order.push(chosen.node)
        tried.set(chosen.node, 'It fell silent.')
      }
      const planned = selectRoute(nodes, policy, request)
      expect(order.slice(0, planned.ranked.length)).toEqual(planned.ranked.map(({ node }) => node))
      const rested = order.slice(planned.ranked.length)
      const isResting = (name: string) =>
        nodes.some(
          node => node.name === name && node.modelsServed.some(model => node.breakers.has(model.name)),
        )
      expect(rested.every(isResting)).toBe(true)
    }))

  it('never lets a tool loop with open calls leave its node, and lets it go to the wanted tier only', () =>
    check((nodes, policy, request) => {
      const steps = { step: 'synthesis', isSaid: true, openCalls: 0 } as const
      const kept = selectRoute(nodes, policy, request).chosen
      const open = selectRoute(nodes, policy, { ...request, steps: { ...steps, openCalls: 1 } }).chosen
      expect(open?.node).toBe(kept?.node)
      const { chosen, decision } = selectRoute(nodes, policy, { ...request, steps })
      if (chosen?.node === kept?.node || chosen === null) return
      expect(kept?.node).toBe(request.keepNode)
      expect(chosen).toMatchObject({ tier: decision.wantedTier, isSure: true, isFree: true })
      expect(decision.reason).toContain(`moves to ${chosen.node}`)
    }))

  it('always comes with an error that says why nothing was chosen', () =>
    check((nodes, policy, request) => {
      const { chosen, decision } = selectRoute(nodes, policy, request)
      if (chosen !== null) return
      const error = explainNoRoute(nodes, policy, request, decision)
      expect([
        ...['NO_NODE_AVAILABLE', 'TIER_UNAVAILABLE', 'MODEL_MISSING'],
        ...['NOT_FOUND', 'CONTEXT_TOO_LONG', 'NOT_SUPPORTED'],
      ]).toContain(error.code)
      expect(error.hint?.length).toBeGreaterThan(0)
    }))
})
