import type { NodeView } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { isAskedFor } from '../../coordination/asked-name'
import type { ClusterInspector, ClusterModels, RouteTarget } from '../../coordination/types'
import { readTarget } from '../target'

type Headers = Parameters<typeof readTarget>[1]

/** One model on one node. */
export interface Place {
  node: string
  model: string
}

const refuse = (message: string, hint?: string) =>
  new HarombeError('BAD_REQUEST', message, { hint, data: { param: 'model' } })

/**
 * Which model on which node is to be pulled or deleted: `node/<name>/<model>`, or the model with `x-harombe-node`. Without
 * a node it is this machine's own, or the only one whose models can be changed; never one that harombe picks.
 * @throws HarombeError BAD_REQUEST, NOT_FOUND
 */
export function readPlace(
  named: string,
  headers: Headers,
  {
    ability,
    cluster,
    models,
  }: { ability: 'pull' | 'remove'; cluster: ClusterInspector; models: ClusterModels },
): Place {
  const [, prefix, rest] = /^node\/([^/]+)\/(.+)$/s.exec(named) ?? []
  const target = readTarget(rest ?? named, headers)
  const { model } = target
  if (model === undefined) {
    throw refuse(`${named} is no model.`, 'Name the model itself, as in node/mac-mini/qwen2.5:7b.')
  }
  const { nodes } = cluster.view()
  // The header wins, as everywhere.
  const node = target.node ?? (prefix === undefined ? undefined : readTarget(`node/${prefix}`, {}).node)
  if (node !== undefined) return { node: known(nodes, node), model }
  const able = models.view().nodes.filter(({ abilities }) => abilities[ability])
  const own = nodes.find(({ origin }) => origin === 'local')
  if (own !== undefined) return { node: own.name, model }
  const [only] = able
  if (only !== undefined && able.length === 1) return { node: only.node, model }
  const names = able.map(entry => `node/${entry.node}/${model}`).join(', ')
  throw refuse(
    'It is not clear which node is meant.',
    names === '' ? 'No node lets others change its models.' : `Say one of: ${names}.`,
  )
}

function known(nodes: readonly NodeView[], name: string): string {
  if (nodes.some(node => node.name === name)) return name
  throw new HarombeError('NOT_FOUND', `There is no node named ${name}.`, {
    hint: `Known nodes: ${nodes.map(node => node.name).join(', ')}.`,
  })
}

/**
 * The models a request names, each where it is; none for a name that leaves the choice to harombe.
 * @throws HarombeError NOT_FOUND, MODEL_MISSING
 */
export function placesOf({ node, model }: RouteTarget, cluster: ClusterInspector): Place[] {
  const { nodes } = cluster.view()
  if (node !== undefined) {
    const there = nodes.find(({ name }) => name === known(nodes, node))
    const own = model === undefined ? undefined : there?.models.find(name => isAskedFor(name, model))
    const wanted = own ?? model ?? there?.model ?? ''
    if (wanted === '') throw new HarombeError('MODEL_MISSING', `${node} serves no model yet.`)
    return [{ node, model: wanted }]
  }
  if (model === undefined) return []
  const served = cluster.models().filter(entry => isAskedFor(entry.model, model))
  if (served.length === 0) {
    throw new HarombeError('MODEL_MISSING', `No node serves the model ${model}.`, {
      hint: 'Ask for `auto`, `tier-0` to `tier-2`, or one of the models `GET /api/tags` lists.',
    })
  }
  return served.flatMap(entry => entry.nodes.map(name => ({ node: name, model: entry.model })))
}
