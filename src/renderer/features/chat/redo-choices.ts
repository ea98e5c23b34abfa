import type { Message, NodeView, Tier } from '../../../shared/entities'
import { tierName } from '../../../shared/entities/tier-words'
import type { Translate } from '../../../shared/texts/translator'

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
  t: Translate,
): RedoChoice {
  const [nearest] = candidates
  const isBigger = size === 'bigger'
  if (nearest === undefined) {
    const tier = tierName(from, t)
    const obstacle = t(isBigger ? 'chat.redo.largestTier' : 'chat.redo.smallestTier', { tier })
    return { size, tier: null, obstacle }
  }
  const usable = candidates.find(tier => isTierUsable(nodes, tier))
  if (usable !== undefined) return { size, tier: usable, obstacle: null }
  const isSetUp = nodes?.some(node => candidates.includes(node.tier)) === true
  const obstacle = isSetUp
    ? t(isBigger ? 'chat.redo.noLargerOnline' : 'chat.redo.noSmallerOnline')
    : t(isBigger ? 'chat.redo.noLarger' : 'chat.redo.noSmaller')
  return { size, tier: nearest, obstacle }
}

/** An answer once more on the next larger tier that has a usable node, on its own, and on the next smaller one. */
export function redoChoices(message: Message, nodes: readonly Usable[] | null, t: Translate): RedoChoice[] {
  const tier = message.answeredBy?.tier
  if (tier === undefined) return []
  const obstacle = isTierUsable(nodes, tier) ? null : t('chat.redo.tierOffline', { tier: tierName(tier, t) })
  return [
    choose('bigger', above[tier], nodes, tier, t),
    { size: 'same', tier, obstacle },
    choose('smaller', below[tier], nodes, tier, t),
  ]
}
