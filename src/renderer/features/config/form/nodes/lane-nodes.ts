import type { FormNode, FormView } from '../../../../../shared/config/document/form-view'
import { tiers } from '../../../../../shared/entities/tiers'
import type { Arranged } from './arrangement'

export interface LaneNode extends Arranged {
  node: FormNode
  /** It has a name of its own and is no alias: only then it can be moved and changed. */
  isFree: boolean
}

/** The nodes of the form as their lanes hold them. Keys outlive a move where a name says which node is meant. */
export function laneNodes(view: FormView): LaneNode[] {
  const times = new Map<string, number>()
  for (const { name } of view.nodes) times.set(name, (times.get(name) ?? 0) + 1)
  return view.nodes.map(node => {
    const isNamed = node.name !== '' && times.get(node.name) === 1
    return {
      key: isNamed ? `node:${node.name}` : `entry:${node.index}`,
      name: node.name,
      tier: tiers.find(tier => tier === node.tier) ?? 1,
      node,
      isFree: isNamed && node.locked === null,
    }
  })
}

/** Where a node is, as a person would write it. */
export function addressOf({ fields }: FormNode): string {
  const url = fields.url?.value
  if (typeof url === 'string' && url !== '') return url
  const host = fields.host?.value
  const port = fields.port?.value
  return `${typeof host === 'string' ? host : ''}:${typeof port === 'number' || typeof port === 'string' ? port : ''}`
}

/** The model it answers with, and how many more it may be used for; an empty one: the first it serves. */
export function modelsOf({ fields }: FormNode): { model: string; more: number } {
  const own = fields.model?.value
  const listed = Array.isArray(fields.models?.value) ? fields.models.value.map(String) : []
  const model = typeof own === 'string' && own !== '' && own !== 'auto' ? own : (listed[0] ?? '')
  return { model, more: listed.filter(name => name !== model).length }
}
