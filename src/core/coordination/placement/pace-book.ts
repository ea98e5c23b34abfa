import { z } from 'zod'
import type { ModelPace } from '../../../shared/entities'
import type { ModelHost } from '../capability-knowledge'
import { listedModel } from '../listed-model'
import { learnPace, mostSeen, type SeenAnswer, seenAnswer, slowFirstTokenMs, withAnswer } from './learn-pace'
import { presumePace } from './presumed-pace'
import type { Pace, PaceLookup, PaceSample } from './types'

/** The node itself, not a copy of it: what is worked out for it is kept as long as it is. */
export type PacedNode = Pick<ModelHost, 'spec' | 'probe'>

const maxText = 512
const text = z.string().max(maxText)
/** More models than a home cluster uses, and a file of a megabyte or two; the longest untouched goes first. */
const mostModels = 1000

const seenModel = z.object({
  url: text,
  model: text,
  /** Of its content, where the server tells: another model of the same name is another model. */
  digest: text.nullable(),
  seen: z.array(seenAnswer).min(1).max(mostSeen),
})
type SeenModel = z.infer<typeof seenModel>

export const pacesContent = z.object({ version: z.literal(1), models: z.array(seenModel).max(mostModels) })
export type PacesContent = z.infer<typeof pacesContent>

export const nothingSeen: PacesContent = { version: 1, models: [] }

export interface PaceBook {
  /** What is known of the node's models; the same object at every call. */
  lookup(node: PacedNode): PaceLookup
  of(node: PacedNode, model: string): Pace
  record(node: PacedNode, model: string, sample: PaceSample): void
  /**
   * What nineteen of twenty first tokens of that model, loaded, do not exceed after a prompt of that length, milliseconds;
   * null while too few were seen.
   */
  slowFirstTokenMs(node: PacedNode, model: string, promptTokens: number): number | null
  /** Of those models something was seen of, for the dashboard. */
  views(node: PacedNode, models: readonly string[]): ModelPace[]
  content(): PacesContent
}

const keyOf = (url: string, model: string) => `${url}\n${model}`

interface Known {
  pace: Pace
  /** Both as they were when it was worked out: a check makes another probe, so that ages are counted anew. */
  probe: PacedNode['probe']
  spec: PacedNode['spec']
}

/** How fast models were on their nodes, in memory and bounded. `onChange` is told after every change. */
export function createPaceBook(start: PacesContent, wall: () => number, onChange: () => void): PaceBook {
  const models = new Map<string, SeenModel>(start.models.map(entry => [keyOf(entry.url, entry.model), entry]))
  const lookups = new WeakMap<PacedNode, { known: Map<string, Known>; lookup: PaceLookup }>()

  const digestOf = ({ probe }: PacedNode, model: string) =>
    listedModel(probe?.models ?? [], model)?.digest?.slice(0, maxText) ?? null

  function seenOf(node: PacedNode, model: string): readonly SeenAnswer[] {
    const entry = models.get(keyOf(node.spec.url, model))
    if (entry === undefined) return []
    const digest = digestOf(node, model)
    return digest === null || entry.digest === null || digest === entry.digest ? entry.seen : []
  }

  function workOut(node: PacedNode, model: string): Pace {
    const presumed = presumePace(node.spec.tier, model, listedModel(node.probe?.models ?? [], model))
    const seen = seenOf(node, model)
    return seen.length === 0 ? presumed : learnPace(seen, presumed, wall())
  }

  function open(node: PacedNode) {
    const before = lookups.get(node)
    if (before !== undefined) return before
    const known = new Map<string, Known>()
    const lookup: PaceLookup = {
      of(model) {
        const { probe, spec } = node
        const kept = known.get(model)
        if (kept !== undefined && kept.probe === probe && kept.spec === spec) return kept.pace
        const pace = workOut(node, model)
        if (known.size > mostModels) known.clear()
        known.set(model, { pace, probe, spec })
        return pace
      },
    }
    const opened = { known, lookup }
    lookups.set(node, opened)
    return opened
  }

  const of = (node: PacedNode, model: string) => open(node).lookup.of(model)

  return {
    lookup: node => open(node).lookup,
    of,
    record(node, model, sample) {
      const { url } = node.spec
      if (url.length > maxText || model.length > maxText) return
      const seen = withAnswer(seenOf(node, model), sample, of(node, model), wall())
      const key = keyOf(url, model)
      // Last in the map is latest used, so that the first is the one to go.
      models.delete(key)
      models.set(key, { url, model, digest: digestOf(node, model), seen })
      if (models.size > mostModels)
        for (const oldest of models.keys().take(models.size - mostModels)) models.delete(oldest)
      open(node).known.delete(model)
      onChange()
    },
    slowFirstTokenMs: (node, model, promptTokens) =>
      slowFirstTokenMs(seenOf(node, model), of(node, model), promptTokens),
    views: (node, names) =>
      names.flatMap((model): ModelPace[] => {
        const seen = seenOf(node, model)
        if (seen.length === 0) return []
        const pace = of(node, model)
        const has = (pick: (answer: SeenAnswer) => unknown) => seen.some(answer => pick(answer) !== null)
        const hasFirst = has(({ ttftMs }) => ttftMs)
        return [
          {
            model,
            ttftMs: hasFirst ? pace.ttftMs : null,
            promptTokensPerSecond: hasFirst ? pace.promptTokensPerSecond : null,
            tokensPerSecond: has(({ tokensPerSecond }) => tokensPerSecond) ? pace.tokensPerSecond : null,
            loadMs: has(({ loadMs }) => loadMs) ? pace.loadMs : null,
            samples: seen.length,
          },
        ]
      }),
    content: () => ({ version: 1, models: [...models.values()] }),
  }
}
