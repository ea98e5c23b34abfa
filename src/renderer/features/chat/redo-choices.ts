import type { Message, NodeView, Tier } from '../../../shared/entities'
import { tierName } from '../../../shared/entities/tier-words'
import { texts } from '../../texts'

export type RedoSize = 'bigger' | 'same' | 'smaller'

export interface RedoChoice {
  size: RedoSize
  /** Where it would go; the one it would like to go to where it cannot. */
  tier: Tier | null
  /** Why it cannot be chosen now, as a sentence; null when it can. */
  obstacle: string | null
}

type Usable = Pick<NodeView, 'tier' | 'status' | 'enabled'>

const above: Readonly<Record<Tier, readonly Tier[]>> = { 0: [1, 2], 1: [2], 2: [] }
const below: Readonly<Record<Tier, readonly Tier[]>> = { 0: [], 1: [0], 2: [1, 0] }

/** Whether a node of the tier takes questions now. While the nodes are not known it is presumed: the answer will tell. */
export const isTierUsable = (nodes: readonly Usable[] | null, tier: Tier): boolean =>
  nodes === null || nodes.some(node => node.tier === tier && node.enabled && node.status === 'online')

function choose(
  size: 'bigger' | 'smaller',
  candidates: readonly Tier[],
  nodes: readonly Usable[] | null,
  from: Tier,
): RedoChoice {
  const [nearest] = candidates
  const word = size === 'bigger' ? 'larger' : 'smaller'
  if (nearest === undefined) {
    return {
      size,
      tier: null,
      obstacle: `${tierName(from, texts.t)} is the ${size === 'bigger' ? 'largest' : 'smallest'} tier.`,
    }
  }
  const usable = candidates.find(tier => isTierUsable(nodes, tier))
  if (usable !== undefined) return { size, tier: usable, obstacle: null }
  const isSetUp = nodes?.some(node => candidates.includes(node.tier)) === true
  return {
    size,
    tier: nearest,
    obstacle: isSetUp ? `No ${word} node is online.` : `There is no ${word} node.`,
  }
}

/** An answer once more on the next larger tier that has a usable node, on its own, and on the next smaller one. */
export function redoChoices(message: Message, nodes: readonly Usable[] | null): RedoChoice[] {
  const tier = message.answeredBy?.tier
  if (tier === undefined) return []
  return [
    choose('bigger', above[tier], nodes, tier),
    {
      size: 'same',
      tier,
      obstacle: isTierUsable(nodes, tier) ? null : `No node of ${tierName(tier, texts.t)} is online.`,
    },
    choose('smaller', below[tier], nodes, tier),
  ]
}
