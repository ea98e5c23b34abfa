import { nodeUrl } from '../../../shared/config/node-url'
import { configSchema } from '../../../shared/config/schema'
import type { PlanChange, PlanSummary } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { diffSettings } from './diff-config'
import { sizeOf } from './downloads'
import {
  clearTextFinding,
  nodeFindings,
  restartFinding,
  ruleFindings,
  secretFindings,
  unusableFindings,
} from './findings'
import { type MatchedNode, matchNodes } from './match-nodes'
import { causeOfMissing } from './model-cause'
import { modelChanges } from './model-changes'
import { nodeChanges } from './node-changes'
import { observedDigest } from './observed-digest'
import { placesOf } from './places'
import { settingChanges } from './settings'
import { stepsFor } from './steps'
import type { CreatePlan, Observation, PlanRequest } from './types'
import { wantedModels } from './wanted-models'
import { withoutSecrets } from './without-secrets'

/** @throws HarombeError NOT_FOUND */
function checkTargets(targets: readonly string[], matched: readonly MatchedNode[], observed: Observation) {
  const local = observed.nodes.filter(({ origin }) => origin === 'local').map(({ name }) => name)
  const known = new Set([...matched.map(({ name }) => name), ...local])
  const missing = targets.find(target => !known.has(target))
  if (missing === undefined) return
  throw new HarombeError('NOT_FOUND', `There is no node named ${missing}.`, {
    hint: known.size === 0 ? 'The cluster has no nodes yet.' : `Known nodes: ${[...known].join(', ')}.`,
  })
}

function summaryOf(changes: readonly PlanChange[]): PlanSummary {
  const count = (...kinds: PlanChange['kind'][]) => changes.filter(({ kind }) => kinds.includes(kind)).length
  return {
    add: count('node_added'),
    change: count('node_changed', 'node_renamed'),
    remove: count('node_removed'),
    move: count('node_moved'),
    pull: count('model_pulled'),
    load: count('model_loaded'),
    settings: count('setting_changed'),
    downloadBytes: changes.reduce(
      (sum, change) => sum + (change.kind === 'model_pulled' ? (change.sizeBytes ?? 0) : 0),
      0,
    ),
  }
}

/** The configurations a plan compares, none with a secret in it. */
function comparedOf({ desired, applied, inForce, startedWith, knowledge }: PlanRequest) {
  const clean = (config: PlanRequest['inForce']) =>
    config === null ? null : withoutSecrets(config, knowledge.fingerprint)
  return {
    desired: withoutSecrets(desired.config, knowledge.fingerprint),
    applied: applied?.config ?? null,
    inForce: clean(inForce),
    startedWith: clean(startedWith),
  }
}

/** See `CreatePlan`. */
export const createPlan: CreatePlan = request => {
  const { applied, observed, knowledge } = request
  const { desired, inForce, startedWith, applied: before } = comparedOf(request)
  const all = matchNodes(desired, before, inForce)
  checkTargets(request.targets, all, observed)
  const targets = new Set(request.targets)
  const isMeant = ({ name }: { name: string }) => targets.size === 0 || targets.has(name)
  const unusable = new Set(observed.unusable.map(({ node }) => node))
  const isUsable = ({ name }: { name: string }) => !unusable.has(name)

  const matched = all.filter(isMeant)
  const matchOf = new Map(all.map(match => [match.name, match]))
  const achieved = Object.fromEntries(
    all.flatMap(({ name, from }) => {
      const record = applied?.nodes[name] ?? (from === null ? undefined : applied?.nodes[from])
      return record === undefined ? [] : [[name, record]]
    }),
  )
  const places = placesOf(desired, observed, { ...applied?.nodes, ...achieved }, nodeUrl).filter(isUsable)
  const rules = desired.cluster.models
  const wanted = wantedModels(places, rules, (node, model) =>
    knowledge.fit(node, model, sizeOf(model, knowledge, observed)),
  )
  const models = modelChanges(
    wanted.models.filter(({ place }) => isMeant(place)),
    (each, kind) => causeOfMissing(each, kind, matchOf.get(each.place.name), desired, applied),
    request,
  )

  const entries = new Map(matched.map(match => [match.name, nodeChanges(match, applied, inForce)]))
  const names = [
    ...matched.filter(match => match.desired !== null).map(({ name }) => name),
    ...places.map(({ name }) => name).filter(name => !matchOf.has(name)),
    ...matched.filter(match => match.desired === null).map(({ name }) => name),
  ]
  const waiting = startedWith === null ? null : diffSettings(startedWith, desired)
  const settings =
    targets.size > 0 ? [] : settingChanges(desired, before ?? configSchema.parse({}), inForce, waiting)
  const changes: PlanChange[] = [
    ...names.flatMap(name => [
      ...(entries.get(name)?.changes ?? []),
      ...models.changes.filter(({ node }) => node === name),
    ]),
    ...settings,
  ]
  const toTest = new Set([...entries].filter(([, { isToTest }]) => isToTest).map(([name]) => name))
  const servers = new Map(places.map(({ name, server }) => [name, server]))
  const steps = stepsFor({
    changes,
    toTest,
    unusable,
    serverOf: node => servers.get(node) ?? node,
  })

  const stepped = new Set(steps.map(({ node }) => node))
  const nodes = desired.cluster.nodes.filter(isMeant)
  const findings = [
    ...unusableFindings(observed).filter(({ node }) => node === null || isMeant({ name: node })),
    ...nodeFindings(nodes, observed, node => stepped.has(node)),
    ...models.findings,
    ...nodes
      .filter(({ name }) => toTest.has(name))
      .map(node => clearTextFinding(node, nodeUrl(node)))
      .filter(finding => finding !== null),
    ...(targets.size > 0
      ? []
      : [
          ...wanted.findings,
          ...ruleFindings(desired, observed),
          ...restartFinding(waiting ?? []),
          ...secretFindings(request.desired.config),
        ]),
  ]

  return {
    format: 1,
    id: request.id,
    createdAt: request.createdAt,
    configPath: request.configPath,
    from: request.from,
    basis: {
      desired: request.desired.digest,
      applied: applied?.digest ?? null,
      observed: observedDigest(places.filter(isMeant), rules, observed),
    },
    targets: [...request.targets],
    refreshed: request.refreshed,
    changes,
    findings,
    steps,
    summary: summaryOf(changes),
  }
}
