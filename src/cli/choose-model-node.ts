import { isSameModel } from '../core/coordination/same-model'
import type { ModelsView, NodeLibraryView, NodeModel } from '../shared/entities'
import { HarombeError } from '../shared/errors'

export type ModelAction = 'pull' | 'remove' | 'load' | 'unload' | 'show'

const verbs: Record<ModelAction, string> = {
  pull: 'pull models',
  remove: 'delete',
  load: 'load',
  unload: 'unload',
  show: 'show',
}

/** What of a model there is on a node; null when it is not there. */
export const copyOn = (view: ModelsView, node: string, model: string): NodeModel | null =>
  view.models.find(copy => copy.node === node && isSameModel(copy.name, model)) ?? null

/**
 * The only node on which it can be done, for who named none.
 * @throws HarombeError that names the nodes when there are several, and says why when there is none
 */
export function chooseModelNode(view: ModelsView, action: ModelAction, model: string): string {
  const places = action === 'pull' ? view.nodes : view.nodes.filter(node => copyOn(view, node.node, model))
  if (view.nodes.length === 0) {
    throw new HarombeError('NO_NODE_AVAILABLE', 'The cluster has no nodes.', {
      hint: 'Add one with `harombe cluster add`, or install the embedded engine with `harombe engine install`.',
    })
  }
  if (places.length === 0) {
    throw new HarombeError('MODEL_MISSING', `No node has ${model}.`, {
      hint: '`harombe models list` shows what there is.',
    })
  }
  const able = places.filter(node => isAble(node, action))
  if (able.length === 0) throw nobodyCan(places, action, model)
  const [only, ...others] = sensible(view, able, action, model)
  if (only !== undefined && others.length === 0) return only.node
  const names = able.map(({ node }) => node)
  throw new HarombeError('BAD_REQUEST', `Several nodes can do that: ${names.join(', ')}.`, {
    hint: 'Say which with --node NAME.',
    data: { nodes: names },
  })
}

const isAble = ({ online, abilities }: NodeLibraryView, action: ModelAction): boolean =>
  action === 'show' || (online && abilities[action])

/** Of several that could, those where it changes something, if there are such. */
function sensible(
  view: ModelsView,
  able: readonly NodeLibraryView[],
  action: ModelAction,
  model: string,
): readonly NodeLibraryView[] {
  if (action !== 'load' && action !== 'unload') return able
  const useful = able.filter(
    ({ node }) => (copyOn(view, node, model)?.loaded != null) === (action === 'unload'),
  )
  return useful.length > 0 ? useful : able
}

function nobodyCan(places: readonly NodeLibraryView[], action: ModelAction, model: string): HarombeError {
  const names = (nodes: readonly NodeLibraryView[]) => nodes.map(({ node }) => node).join(', ')
  const offline = places.filter(({ online }) => !online)
  if (offline.length === places.length) {
    return new HarombeError('NODE_UNREACHABLE', `${names(offline)}: not online.`, {
      hint: '`harombe cluster test` says why.',
    })
  }
  const online = places.filter(node => node.online)
  const what = action === 'pull' ? verbs.pull : `${verbs[action]} ${model}`
  return new HarombeError(
    'NODE_REFUSED',
    `${names(online)} ${online.length === 1 ? 'does' : 'do'} not let others ${what}.`,
    {
      hint: 'Do it on that machine.',
    },
  )
}
