import { z } from 'zod'
import type { ModelPace } from '../../../shared/entities'
import type { ModelHost } from '../capability-knowledge'
import { listedModel } from '../listed-model'
import { createAnswerLengths } from './answer-lengths'
import {
  learnPace,
  mostSeen,
  type SeenAnswer,
  type SlowFirstToken,
  seenAnswer,
  slowFirstToken,
  weightOf,
  withAnswer,
} from './learn-pace'
import { presumePace } from './presumed-pace'
import type { Pace, PaceLookup, PaceSample } from './types'
import { createUsualPaces, type PaceFactors } from './usual-pace'

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
  /** Version and memory of the server, where it tells. Absent in files of earlier versions. */
  server: text.nullable().default(null),
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
  /** It may have become another machine: what was seen of it counts for little, so that the next answers decide. */
  doubt(node: PacedNode): void
  /**
   * What nineteen of twenty first tokens of that model, loaded, do not exceed after a prompt of that length, milliseconds;
   * null while too few were seen.
   */
  slowFirstTokenMs(node: PacedNode, model: string, promptTokens: number): number | null
  /** How long loading that model took the last time it was seen, milliseconds; null where it never was. */
  lastLoadMs(node: PacedNode, model: string): number | null
  /** Of those models something was seen of, for the dashboard. */
  views(node: PacedNode, models: readonly string[]): ModelPace[]
  content(): PacesContent
}

const keyOf = (url: string, model: string) => `${url}\n${model}`

const isAlike = (now: string | null, then: string | null) => now === null || then === null || now === then

/** Of a server that was updated, or moved to another machine: the last answer, to be outvoted by the next two. */
const inDoubt = (seen: readonly SeenAnswer[]) => seen.slice(-1)

function fingerprintOf({ probe }: PacedNode): string | null {
  if (probe === null || (probe.version === null && probe.memory === null)) return null
  const { version, memory } = probe
  return `${version ?? ''} ${memory?.vramBytes ?? ''} ${memory?.ramBytes ?? ''}`.trim().slice(0, maxText)
}

/** While answers come by the hundred a second, the pace that two dozen of them gave is good for so long, milliseconds. */
const steadyMs = 250

interface Known {
  pace: Pace
  at: number
  /** Of first tokens; undefined until somebody asks. */
  slow?: SlowFirstToken | null
  /** Both as they were when it was worked out: a check makes another probe, so that ages are counted anew. */
  probe: PacedNode['probe']
  spec: PacedNode['spec']
  /** Of what is usual in its tier. */
  revision: number
}

/** What was measured, over what had been presumed; nearer to 1 as it grows old. */
function factorsOf(seen: readonly SeenAnswer[], presumed: Pace, wall: number): PaceFactors {
  const pace = learnPace(seen, presumed, wall, 0)
  const trust = Math.min(1, weightOf(seen, wall))
  const factor = (speed: keyof PaceFactors, field: keyof SeenAnswer) =>
    seen.some(answer => answer[field] !== null) ? (pace[speed] / presumed[speed]) ** trust : null
  return {
    ttftMs: factor('ttftMs', 'ttftMs'),
    promptTokensPerSecond: factor('promptTokensPerSecond', 'ttftMs'),
    tokensPerSecond: factor('tokensPerSecond', 'tokensPerSecond'),
    loadMs: factor('loadMs', 'loadMs'),
  }
}

/** How fast models were on their nodes, in memory and bounded. `onChange` is told after every change. */
export function createPaceBook(start: PacesContent, wall: () => number, onChange: () => void): PaceBook {
  const models = new Map<string, SeenModel>(start.models.map(entry => [keyOf(entry.url, entry.model), entry]))
  const lookups = new WeakMap<PacedNode, { known: Map<string, Known>; lookup: PaceLookup }>()
  const usual = createUsualPaces()
  const lengths = createAnswerLengths()
  for (const { model, seen } of start.models) {
    for (const { answerTokens, class: asked } of seen)
      if (answerTokens !== null) lengths.add(model, asked, answerTokens)
  }

  const digestOf = ({ probe }: PacedNode, model: string) =>
    listedModel(probe?.models ?? [], model)?.digest?.slice(0, maxText) ?? null

  function seenOf(node: PacedNode, model: string): readonly SeenAnswer[] {
    const entry = models.get(keyOf(node.spec.url, model))
    if (entry === undefined) return []
    if (!isAlike(digestOf(node, model), entry.digest)) return []
    return isAlike(fingerprintOf(node), entry.server) ? entry.seen : inDoubt(entry.seen)
  }

  function workOut(node: PacedNode, model: string): Pace {
    const { tier, url } = node.spec
    const presumed = {
      ...presumePace(tier, model, listedModel(node.probe?.models ?? [], model)),
      answerTokens: lengths.of(model),
    }
    const seen = seenOf(node, model)
    const factors = seen.length === 0 ? null : factorsOf(seen, presumed, wall())
    usual.learn(tier, keyOf(url, model), factors)
    const corrected = usual.correct(tier, presumed)
    return seen.length === 0 ? corrected : learnPace(seen, corrected, wall())
  }

  function open(node: PacedNode) {
    const before = lookups.get(node)
    if (before !== undefined) return before
    const known = new Map<string, Known>()
    const lookup: PaceLookup = {
      of(model) {
        const { probe, spec } = node
        const kept = known.get(model)
        const isSame = kept !== undefined && kept.probe === probe && kept.spec === spec
        // What is known of it does not go by the others.
        if (isSame && (kept.pace.isLearnt || kept.revision === usual.revision(spec.tier))) return kept.pace
        const pace = workOut(node, model)
        if (known.size > mostModels) known.clear()
        known.set(model, { pace, at: wall(), probe, spec, revision: usual.revision(spec.tier) })
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
      models.set(key, { url, model, digest: digestOf(node, model), server: fingerprintOf(node), seen })
      const length = seen.at(-1)?.answerTokens ?? null
      if (length !== null) lengths.add(model, sample.class, length)
      if (models.size > mostModels)
        for (const oldest of models.keys().take(models.size - mostModels)) models.delete(oldest)
      const { known } = open(node)
      const before = known.get(model)
      const isSteady =
        seen.length === mostSeen && before?.pace.isLearnt === true && Math.abs(wall() - before.at) < steadyMs
      if (!isSteady) known.delete(model)
      // At once, for the sake of the others: this may be the first that is known of their like.
      of(node, model)
      onChange()
    },
    doubt(node) {
      for (const entry of models.values())
        if (entry.url === node.spec.url) entry.seen = [...inDoubt(entry.seen)]
      open(node).known.clear()
      onChange()
    },
    slowFirstTokenMs(node, model, promptTokens) {
      const pace = of(node, model)
      const kept = open(node).known.get(model)
      const slow = kept?.slow === undefined ? slowFirstToken(seenOf(node, model), pace) : kept.slow
      if (kept !== undefined) kept.slow = slow
      return slow === null ? null : slow(promptTokens)
    },
    lastLoadMs: (node, model) =>
      seenOf(node, model).findLast(({ loadMs }) => loadMs !== null)?.loadMs ?? null,
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
