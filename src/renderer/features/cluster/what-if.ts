import type { HarombeInput } from '../../../shared/contract'
import type { NodeView, RoutePreference, TierChoice } from '../../../shared/entities'
import { tiers } from '../../../shared/entities/tiers'

/** Where it is to go: as the router finds, or a tier, node or model by name. */
export type WhatIfTarget =
  | { kind: 'tier'; tier: TierChoice }
  | { kind: 'node'; node: string }
  | { kind: 'model'; model: string }

/** A question that is not sent, and what is to be thought different from how it is. */
export interface WhatIfDraft {
  text: string
  /** Null: the one of harombe.yaml. */
  preference: RoutePreference | null
  target: WhatIfTarget
  /** Nodes taken to be switched off. */
  without: ReadonlySet<string>
  hasImage: boolean
  hasTools: boolean
  /** Tokens of the conversation it stands in; null: it is the first question. */
  contextTokens: number | null
}

export const emptyDraft: WhatIfDraft = {
  text: '',
  preference: null,
  target: { kind: 'tier', tier: 'auto' },
  without: new Set(),
  hasImage: false,
  hasTools: false,
  contextTokens: null,
}

/** What the coordinator takes. */
export const mostCharacters = 1_000_000

/** A prompt of so many characters is no longer edited as a text. */
export const foldedFrom = 100_000

export const mostContextTokens = 1_000_000

export const isBlank = ({ text }: WhatIfDraft) => !/\S/.test(text)

/** Nodes that left the cluster since are not named: the coordinator knows none of that name. */
export function explainInput(
  draft: WhatIfDraft,
  known: readonly Pick<NodeView, 'name'>[],
): HarombeInput<'cluster.explainRoute'> {
  const { text, preference, target, without, hasImage, hasTools, contextTokens } = draft
  return {
    messages: [{ role: 'user', content: text, images: hasImage ? 1 : 0 }],
    tools: hasTools ? ['search', 'read_file'] : [],
    tier: target.kind === 'tier' ? target.tier : 'auto',
    ...(target.kind === 'node' ? { node: target.node } : {}),
    ...(target.kind === 'model' ? { model: target.model } : {}),
    without: known.map(({ name }) => name).filter(name => without.has(name)),
    ...(preference === null ? {} : { preference }),
    ...(contextTokens === null ? {} : { contextTokens }),
  }
}

/** Changes when the answer may: a node came, went, died, was filled or emptied. */
export function clusterKey(nodes: readonly NodeView[]): string {
  return nodes
    .map(node =>
      [
        node.name,
        node.tier,
        node.status,
        node.model,
        node.activeRequests < node.slots ? 'free' : 'full',
        node.breakers.map(({ state }) => state).join(''),
      ].join(' '),
    )
    .join('\n')
}

/** A target as the value of an option; names have no slash, models may. */
export function targetKey(target: WhatIfTarget): string {
  if (target.kind === 'tier') return `tier/${target.tier}`
  return target.kind === 'node' ? `node/${target.node}` : `model/${target.model}`
}

export function targetOfKey(key: string): WhatIfTarget {
  const name = key.slice(key.indexOf('/') + 1)
  if (key.startsWith('node/')) return { kind: 'node', node: name }
  if (key.startsWith('model/')) return { kind: 'model', model: name }
  return { kind: 'tier', tier: tiers.find(tier => String(tier) === name) ?? 'auto' }
}

/** What the nodes of the cluster say they serve, each once, by name. */
export function modelsOf(nodes: readonly NodeView[]): string[] {
  const all = nodes.flatMap(node => [node.model, ...node.models])
  return [...new Set(all)].filter(model => model !== '').sort()
}

/** What was typed as a number of tokens; null when it is none. */
export function readTokens(text: string): number | null {
  const digits = text.replaceAll(/[\s,.]/g, '')
  if (!/^\d{1,9}$/.test(digits)) return null
  const tokens = Math.min(Number(digits), mostContextTokens)
  return tokens === 0 ? null : tokens
}
