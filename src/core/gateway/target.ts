import { modelName, nodeName, type Tier, type TierChoice } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import type { ClusterInspector, RouteTarget } from '../coordination/types'
import { decodeHeaderText } from './http/response-headers'
import { isFromPeer, targetForPeer } from './peer-target'
import type { Destination } from './types'

type Headers = Readonly<Record<string, string | string[] | undefined>>

const tiers: ReadonlyMap<string, Tier> = new Map([
  ['0', 0],
  ['1', 1],
  ['2', 2],
])
const tierChoices: ReadonlyMap<string, TierChoice> = new Map<string, TierChoice>([['auto', 'auto'], ...tiers])

/** Names that are no model but say where an answer should come from, beside `node/<name>`. */
export const virtualModels = ['auto', 'tier-0', 'tier-1', 'tier-2'] as const

/** Whether a request that names this means a place and no model. */
export const isVirtual = (name: string): boolean =>
  virtualModels.some(virtual => virtual === name) || name.startsWith('node/')

const invalid = (param: string, message: string) =>
  new HarombeError('BAD_REQUEST', message, { data: { param } })

function readNode(text: string, param: string): string {
  const parsed = nodeName.safeParse(text)
  if (!parsed.success) throw invalid(param, parsed.error.issues[0]?.message ?? 'That is no node name.')
  return parsed.data
}

function header(headers: Headers, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

/**
 * Where a request wants to go: the name in its `model` field, overridden by `x-harombe-tier` and `x-harombe-node`.
 * @throws HarombeError BAD_REQUEST; `data.param` names the field or header
 */
export function readTarget(model: string | null | undefined, headers: Headers): RouteTarget {
  const target: RouteTarget = { tier: 'auto' }
  if (model !== undefined && model !== null && model !== '') {
    const tier = tiers.get(/^tier-(\d)$/.exec(model)?.[1] ?? '')
    if (tier !== undefined) target.tier = tier
    else if (model.startsWith('node/')) target.node = readNode(model.slice('node/'.length), 'model')
    else if (model !== 'auto') {
      const parsed = modelName.safeParse(model)
      if (!parsed.success) throw invalid('model', parsed.error.issues[0]?.message ?? 'That is no model name.')
      target.model = parsed.data
    }
  }
  const tier = header(headers, 'x-harombe-tier')
  if (tier !== undefined) {
    const choice = tierChoices.get(tier.replace(/^tier-/, ''))
    if (choice === undefined) throw invalid('x-harombe-tier', 'x-harombe-tier is auto, 0, 1 or 2.')
    target.tier = choice
  }
  const node = header(headers, 'x-harombe-node')
  if (node !== undefined) {
    const name = decodeHeaderText(node)
    if (name === null) throw invalid('x-harombe-node', 'x-harombe-node is not valid percent-encoding.')
    target.node = readNode(name, 'x-harombe-node')
  }
  return target
}

/**
 * Where a request goes and whose it counts as, in every dialect: another coordinator may speak any of them, and must not
 * be sent in circles. `model` is what the request names, if anything.
 * @throws HarombeError BAD_REQUEST, NO_NODE_AVAILABLE
 */
export function readDestination(
  cluster: Pick<ClusterInspector, 'view'>,
  model: string | null | undefined,
  headers: Headers,
): Destination {
  const wanted = readTarget(model, headers)
  if (!isFromPeer(headers)) return { target: wanted, origin: 'api' }
  return { target: targetForPeer(cluster.view().nodes, wanted), origin: 'peer' }
}

const streamFailures = ['terminate', 'buffer', 'continue'] as const

/**
 * What becomes of a streamed answer whose node dies. terminate: it ends with an error; buffer: it is held back until it
 * is whole, so that another node can begin again unseen; continue: another node goes on where it stopped, where that is
 * safe, and else as terminate.
 * @throws HarombeError BAD_REQUEST
 */
export function readStreamFailure(headers: Headers): (typeof streamFailures)[number] {
  const value = header(headers, 'x-harombe-on-stream-failure') ?? 'terminate'
  const known = streamFailures.find(choice => choice === value)
  if (known !== undefined) return known
  throw invalid(
    'x-harombe-on-stream-failure',
    'x-harombe-on-stream-failure is terminate, buffer or continue.',
  )
}
