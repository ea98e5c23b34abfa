import type { NodeView } from '../../../shared/entities'
import type { Route } from '../../navigation'

export interface NodesHint {
  text: string
  /** Where it can be put right, and what the way there is called. */
  route: Route
  link: string
}

/** Why no question can be answered now; null when some node can. */
export function nodesHint(nodes: readonly Pick<NodeView, 'status' | 'models'>[]): NodesHint | null {
  if (nodes.some(({ status }) => status === 'online')) return null
  const cluster: Route = { page: 'cluster', node: null }
  if (nodes.length === 0) return { text: 'No node is set up yet.', route: cluster, link: 'Add one' }
  const lacking = nodes.filter(({ status }) => status === 'model_missing')
  if (lacking.length === 0) {
    return { text: 'No node is online right now.', route: cluster, link: 'Look at the nodes' }
  }
  return {
    text: lacking.every(({ models }) => models.length === 0)
      ? 'No node has a model yet.'
      : 'The nodes that answer do not have the model they are set up with.',
    route: { page: 'models', model: null, node: null },
    link: 'Get a model',
  }
}
