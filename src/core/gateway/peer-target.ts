import type { NodeView } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { isAskedFor } from '../coordination/asked-name'
import type { RouteTarget } from '../coordination/types'
import { userAgent } from '../inference/http/origin'

/**
 * Our own client asks, in whatever protocol: a harombe may be listed as a plain OpenAI server, by itself even (vLLM's usual
 * port is ours), and would ask itself without end.
 */
export const isFromPeer = (headers: Readonly<Record<string, unknown>>): boolean =>
  headers['user-agent'] === userAgent

const serves = (node: NodeView, model: string | undefined) =>
  model === undefined || [node.model, ...node.models].some(name => isAskedFor(name, model))

/**
 * Where a question from another coordinator goes. It has done its routing and chose this machine, so this machine's own
 * node answers. A coordinator without one may pass the question on, but never to another harombe: two that list each
 * other would send it back and forth.
 * @throws HarombeError NO_NODE_AVAILABLE
 */
export function targetForPeer(nodes: readonly NodeView[], wanted: RouteTarget): RouteTarget {
  const named = wanted.node === undefined ? undefined : nodes.find(node => node.name === wanted.node)
  if (named !== undefined && named.backend !== 'harombe') return wanted
  const usable = nodes.filter(node => node.status === 'online' && serves(node, wanted.model))
  const own = usable.find(node => node.origin === 'local' && node.backend !== 'harombe')
  if (own !== undefined && wanted.tier === 'auto') return { ...wanted, node: own.name }
  if (nodes.every(node => node.backend !== 'harombe')) return wanted
  const [idlest] = usable
    .filter(node => node.backend !== 'harombe' && (wanted.tier === 'auto' || node.tier === wanted.tier))
    .toSorted((a, b) => a.load - b.load)
  if (idlest !== undefined) return { ...wanted, node: idlest.name }
  throw new HarombeError('NO_NODE_AVAILABLE', 'This harombe has no node of its own that could answer a peer.')
}
