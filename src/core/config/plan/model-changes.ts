import type { PlanCause, PlanChange, PlanFinding } from '../../../shared/entities'
import { plainName } from '../../../shared/same-model'
import { downloadTime, loadTime, sizeOf, sourceOf } from './downloads'
import { holds, isSeen, serves } from './places'
import type { PlanRequest } from './types'
import type { WantedModel } from './wanted-models'

export type ModelChange = Extract<PlanChange, { kind: 'model_pulled' | 'model_loaded' }>

export interface ModelChanges {
  changes: readonly ModelChange[]
  findings: readonly PlanFinding[]
}

const ownServer = 'Start its server with that model, or write the one it serves.'

const cannotPull = ({ place: { name }, model }: WantedModel): PlanFinding => ({
  severity: 'warning',
  code: 'cannot_pull',
  node: name,
  model,
  message: `${name} does not serve ${model}, and lets nobody pull it.`,
  hint: ownServer,
})

/** How many of its models are named. */
const mostNamed = 3

/** `isRepaired`: a step of the plan puts it right. */
function gone({ place, model }: WantedModel, isRepaired: boolean): PlanFinding {
  const { name: node, observed } = place
  const served = (observed?.models ?? []).map(({ name }) => name)
  const named = served.slice(0, mostNamed).join(', ')
  const others = served.length - mostNamed
  const said =
    others > 0
      ? `${node} serves ${named}, and ${others} more, the file says ${model}.`
      : `${node} serves ${named}, the file says ${model}.`
  return {
    severity: isRepaired ? 'info' : 'warning',
    code: 'drift',
    node,
    model,
    message: served.length === 0 ? `${node} serves no model, the file says ${model}.` : said,
    ...(isRepaired ? {} : { hint: ownServer }),
  }
}

const unloaded = ({ place: { name }, model }: WantedModel): PlanFinding => ({
  severity: 'info',
  code: 'drift',
  node: name,
  model,
  message: `${model} is no longer in memory on ${name}.`,
})

const cannotLoad = ({ place: { name }, model }: WantedModel): PlanFinding => ({
  severity: 'warning',
  code: 'cannot_load',
  node: name,
  model,
  message: `${model} should be in memory on ${name}, which lets nobody load it.`,
  hint: 'Its server loads it with the first question.',
})

const tooLarge = (node: string, model: string, reason: string): PlanFinding => ({
  severity: 'warning',
  code: 'does_not_fit',
  node,
  model,
  message: `${model} does not fit ${node}. ${reason}`,
  hint: 'Choose a smaller model, or a machine with more memory.',
})

/**
 * What is to be pulled and loaded so that every wanted model is where it must be. Nothing for nodes that did not answer: nobody
 * knows what they have. Nodes that share a server pull once.
 */
export function modelChanges(
  wanted: readonly WantedModel[],
  causeOf: (wanted: WantedModel, kind: 'models' | 'loaded') => PlanCause,
  { knowledge, observed }: Pick<PlanRequest, 'knowledge' | 'observed'>,
): ModelChanges {
  const changes: ModelChange[] = []
  const findings: PlanFinding[] = []
  const pulled = new Set<string>()
  const loaded = new Set<string>()
  for (const each of wanted) {
    const { place, model, wantedBy } = each
    const look = place.observed
    if (look === null || !isSeen(place)) continue
    const { name: node, server } = place
    const key = `${server} ${plainName(model)}`
    const sizeBytes = sizeOf(model, knowledge, observed)
    const isThere = serves(place, model)
    const isDrift = !isThere && causeOf(each, 'models') === 'drift'
    if (isDrift) findings.push(gone(each, look.abilities.pull))
    if (!isThere && !look.abilities.pull) {
      if (!isDrift) findings.push(cannotPull(each))
      continue
    }
    const mustLoad = each.loaded && holds(place, model) === false
    const fit = isThere && !mustLoad ? null : knowledge.fit(node, model, sizeBytes)
    if (fit?.verdict === 'too_large') findings.push(tooLarge(node, model, fit.reason))
    if (!isThere && !pulled.has(key)) {
      pulled.add(key)
      changes.push({
        id: `pull/${node}/${model}`,
        kind: 'model_pulled',
        cause: causeOf(each, 'models'),
        node,
        model,
        sizeBytes,
        source: sourceOf(model, look.backend, knowledge),
        estimate: downloadTime(node, sizeBytes, knowledge),
        fit: fit?.verdict ?? 'unknown',
        wantedBy,
      })
    }
    if (!mustLoad || loaded.has(key)) continue
    if (!look.abilities.load) {
      findings.push(cannotLoad(each))
      continue
    }
    loaded.add(key)
    const cause = causeOf(each, 'loaded')
    if (isThere && cause === 'drift') findings.push(unloaded(each))
    changes.push({
      id: `load/${node}/${model}`,
      kind: 'model_loaded',
      cause,
      node,
      model,
      estimate: loadTime(node, model, sizeBytes, knowledge),
      wantedBy,
    })
  }
  return { changes, findings }
}
