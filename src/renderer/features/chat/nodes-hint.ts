import type { NodeView } from '../../../shared/entities'
import type { Translate } from '../../../shared/texts/translator'
import type { Route } from '../../navigation'

export interface NodesHint {
  text: string
  /** Where it can be put right, and what the way there is called. */
  route: Route
  link: string
}

/** Why no question can be answered now; null when some node can. */
export function nodesHint(
  nodes: readonly Pick<NodeView, 'status' | 'models'>[],
  t: Translate,
): NodesHint | null {
  if (nodes.some(({ status }) => status === 'online')) return null
  const cluster: Route = { page: 'cluster', node: null }
  if (nodes.length === 0)
    return { text: t('chat.welcome.noNode'), route: cluster, link: t('chat.welcome.addNode') }
  const lacking = nodes.filter(({ status }) => status === 'model_missing')
  if (lacking.length === 0) {
    return { text: t('chat.welcome.offline'), route: cluster, link: t('chat.welcome.lookAtNodes') }
  }
  return {
    text: lacking.every(({ models }) => models.length === 0)
      ? t('chat.welcome.noModel')
      : t('chat.welcome.otherModel'),
    route: { page: 'models', model: null, node: null },
    link: t('chat.welcome.getModel'),
  }
}
