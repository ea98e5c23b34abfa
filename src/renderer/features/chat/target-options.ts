import type { NodeView, Tier, TierChoice } from '../../../shared/entities'
import { tierName } from '../../../shared/entities/tier-words'
import { tiers } from '../../../shared/entities/tiers'
import type { Translate } from '../../../shared/texts/translator'
import { nodeStatusLook } from '../../components'
import type { PickerGroup } from '../../ui'
import type { Target } from './chat-state'

export const tierChoiceName = (tier: TierChoice, t: Translate): string =>
  tier === 'auto' ? t('chat.target.auto') : tierName(tier, t)

/** A target as one string: `tier/auto`, `node/<name>` or `model/<name>`. */
export const keyOfTarget = ({ tier, node, model }: Target): string =>
  node !== undefined ? `node/${node}` : model !== undefined ? `model/${model}` : `tier/${tier}`

const tierOfName: Readonly<Record<string, Tier>> = { 0: 0, 1: 1, 2: 2 }

/** @param tier what a pin leaves as it is, to be there again without it */
export function targetOfKey(key: string, tier: TierChoice): Target {
  const name = key.slice(key.indexOf('/') + 1)
  if (key.startsWith('node/')) return { tier, node: name }
  if (key.startsWith('model/')) return { tier, model: name }
  return { tier: tierOfName[name] ?? 'auto' }
}

/** Names of models as they can be asked for, each with the number of online nodes that have it. */
function modelCounts(nodes: readonly NodeView[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const node of nodes) {
    if (node.status !== 'online') continue
    for (const model of new Set(node.models.length > 0 ? node.models : [node.model]))
      if (model !== '') counts.set(model, (counts.get(model) ?? 0) + 1)
  }
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1))
}

/** All the places a question can be sent to. What is pinned now is among them, also when it went away. */
export function targetOptions(
  nodes: readonly NodeView[] | null,
  target: Target,
  t: Translate,
): PickerGroup[] {
  const known = nodes ?? []
  const models = modelCounts(known)
  const lostNode = target.node !== undefined && !known.some(({ name }) => name === target.node)
  const lostModel = target.model !== undefined && !models.some(([name]) => name === target.model)
  const groups: PickerGroup[] = [
    {
      label: t('chat.target.tier'),
      options: [
        { value: 'tier/auto', label: t('chat.target.auto') },
        ...tiers.map(tier => ({
          value: `tier/${tier}`,
          label: tierName(tier, t),
          hint: t('chat.target.always', { tier }),
        })),
      ],
    },
    {
      label: t('chat.target.nodes'),
      options: [
        ...(lostNode ? [{ value: keyOfTarget(target), label: target.node ?? '' }] : []),
        ...known.map(node => ({
          value: `node/${node.name}`,
          label: node.name,
          hint: node.status === 'online' ? tierName(node.tier, t) : nodeStatusLook(node, t).label,
        })),
      ],
    },
    {
      label: t('chat.target.models'),
      options: [
        ...(lostModel ? [{ value: keyOfTarget(target), label: target.model ?? '' }] : []),
        ...models.map(([model, count]) => ({
          value: `model/${model}`,
          label: model,
          hint: t('chat.target.on', { count }),
        })),
      ],
    },
  ]
  return groups.filter(({ options }) => options.length > 0)
}
