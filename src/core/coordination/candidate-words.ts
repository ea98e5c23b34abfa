import type { Tier } from '../../shared/entities'
import { countText } from '../../shared/sizes'
import type { BreakerLook } from './breaker/types'
import { asClause, type SelectionRequest, wantedModel } from './judge-node'
import { totalOf } from './placement/predict'
import type { Weighed } from './placement/weigh'
import { describeDoubt } from './suitability'

/** `0.8 s`, `12 s`, `3 min`. */
export function roughly(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 10) return `${Math.max(0.1, seconds).toFixed(1)} s`
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`
}

/** Why a broken node is not asked, as part of a sentence. */
export function describeSnag({ state, reason }: BreakerLook): string {
  const because = reason === '' ? '' : `: ${asClause(reason)}`
  return state === 'open'
    ? `it failed too often and rests${because}`
    : `one request is finding out whether it works again${because}`
}

function describeTime({ predicted, snapshot }: Weighed, cached: number): string {
  const { waitMs, loadMs, isLearnt } = predicted
  const parts = [
    ...(waitMs > 0 ? [`${roughly(waitMs)} of it until a slot is free`] : []),
    ...(loadMs > 0 ? [`${roughly(loadMs)} of it loading the model`] : []),
    ...(cached > 0 ? [`${countText(cached)} tokens of the prompt still cached there`] : []),
  ]
  const details = [...parts, ...(isLearnt ? [] : ['estimated, nothing was measured yet'])]
  const warming = snapshot.slowStart < 1 ? ', just back and warming up' : ''
  return `done in about ${roughly(totalOf(predicted))}${details.length === 0 ? '' : ` (${details.join(', ')})`}${warming}`
}

/** Why a node that can be asked stands where it does among the candidates. */
export function describePlace(weighed: Weighed, wanted: Tier, request: SelectionRequest): string {
  const { snapshot: node, model, servable, doubt, isTrial, isFarSlower } = weighed
  const isForTheLoaded =
    wantedModel(request) === undefined && model !== node.model && node.inDemand.includes(model)
  const cached = request.affinity?.cached.get(node.name)
  const look = node.breakers.get(model)
  return [
    node.tier === wanted ? `tier ${node.tier} as wanted` : `tier ${node.tier} in place of tier ${wanted}`,
    ...(node.name === request.keepNode ? ['it ran the step before'] : []),
    ...(isTrial ? ['its turn to show how fast it is'] : []),
    ...(look === undefined || look.state === 'closed'
      ? []
      : [`too few others are sound, though ${describeSnag(look)}`]),
    ...(isFarSlower ? ['far slower than another of its tier'] : []),
    ...(isForTheLoaded ? [`${model} is in memory and ${node.model} is not`] : []),
    `${node.activeRequests} of ${node.slots} slots in use`,
    ...(node.latencyMs === null ? [] : [`${Math.round(node.latencyMs)} ms away`]),
    describeTime(weighed, cached?.model === model ? cached.tokens : 0),
    ...(doubt === 0 ? [] : [describeDoubt(servable, request.requirements)]),
  ].join(', ')
}
