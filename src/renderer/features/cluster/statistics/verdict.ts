import type { RequestFigures, RequestStatistics } from '../../../../shared/contract/activity'
import type { NodeView, Tier } from '../../../../shared/entities'
import { worstBreaker } from '../../../../shared/entities/cluster-status'
import { tiers } from '../../../../shared/entities/tiers'

/** too_little: nothing speaks against it, but too few questions were asked to say more. */
export type VerdictState = 'empty' | 'down' | 'too_little' | 'well' | 'fair' | 'badly'

/** A fact the verdict rests on. Shares are 0–1, times milliseconds. */
export type VerdictReason =
  | { kind: 'few'; count: number; needed: number }
  | { kind: 'noneOnline'; count: number }
  | { kind: 'success'; share: number; count: number }
  | { kind: 'failed'; count: number; total: number; share: number }
  | { kind: 'rejected'; count: number }
  | { kind: 'slowStart' | 'quickStart' | 'queue'; ms: number }
  | { kind: 'failovers' | 'fallbacks' | 'simpleKept' | 'simpleLost'; share: number }
  | { kind: 'away' | 'tripped' | 'missingModel'; names: readonly string[] }

export type VerdictAdvice =
  | { kind: 'addNode' | 'moreSlots' | 'readFailures' }
  | { kind: 'wake' | 'check' | 'look' | 'getModel' | 'smallerModel'; node: string }
  | { kind: 'addTier'; tier: Tier }

export interface Verdict {
  state: VerdictState
  /** What weighs most first, at most three. */
  reasons: VerdictReason[]
  /** In the order of the reasons, at most three; empty when all is well. */
  advice: VerdictAdvice[]
}

export type VerdictNode = Pick<
  NodeView,
  'name' | 'tier' | 'status' | 'breakers' | 'wakeMac' | 'origin' | 'simulated'
>

export interface ClusterFacts {
  nodes: readonly VerdictNode[]
  /** Of the time that is judged; null where nobody keeps requests. */
  statistics: Pick<RequestStatistics, 'totals' | 'simple' | 'nodes'> | null
}

/** Fewer say nothing: with ten, one bad answer is already a tenth. */
export const questionsNeeded = 10
const mostShown = 3

/** Where "fair" and "badly" begin. The seed's aims: no query lost, 90 % of the simple ones on the small machine. */
const limits = {
  unanswered: { fair: 0.02, badly: 0.1 },
  failovers: { fair: 0.1, badly: 0.5 },
  fallbacks: { fair: 0.2, badly: Number.POSITIVE_INFINITY },
  startMs: { fair: 8_000, badly: 60_000 },
  queueMs: { fair: 10_000, badly: 60_000 },
  simpleKept: 0.9,
} as const

type Weight = 'badly' | 'fair'

interface Finding {
  weight: Weight
  reason: VerdictReason
  advice: VerdictAdvice[]
}

const weigh = (value: number, { fair, badly }: { fair: number; badly: number }): Weight | null =>
  value >= badly ? 'badly' : value >= fair ? 'fair' : null

const isMeant = ({ status }: VerdictNode) => status !== 'disabled' && status !== 'draining'

function unusableNodes(nodes: readonly VerdictNode[]): Finding[] {
  const meant = nodes.filter(isMeant)
  const away = meant.filter(({ status }) => status === 'offline')
  const tripped = meant.filter(node => node.status === 'online' && worstBreaker(node) === 'open')
  const without = meant.filter(({ status }) => status === 'model_missing')
  const names = (found: readonly VerdictNode[]) => found.map(({ name }) => name)
  const findings: Finding[] = [
    { weight: 'fair', reason: { kind: 'away', names: names(away) }, advice: away.map(bringBack) },
    {
      weight: 'fair',
      reason: { kind: 'tripped', names: names(tripped) },
      advice: names(tripped).map(node => ({ kind: 'look', node })),
    },
    {
      weight: 'fair',
      reason: { kind: 'missingModel', names: names(without) },
      advice: names(without).map(node => ({ kind: 'getModel', node })),
    },
  ]
  return findings.filter(({ advice }) => advice.length > 0)
}

const bringBack = ({ name, wakeMac }: VerdictNode): VerdictAdvice => ({
  kind: wakeMac === null ? 'check' : 'wake',
  node: name,
})

/** Tiers that somebody has nodes of, or needs, and none can be used. */
function emptyTiers(nodes: readonly VerdictNode[]): VerdictAdvice[] {
  return tiers
    .filter(tier => !nodes.some(node => node.tier === tier && node.status === 'online'))
    .map(tier => ({ kind: 'addTier', tier }))
}

function slowestNode(statistics: Pick<RequestStatistics, 'nodes'>): VerdictAdvice[] {
  const [slowest] = statistics.nodes
    .filter(({ ttftMs, answers }) => ttftMs !== null && answers > 0)
    .toSorted((a, b) => (b.ttftMs?.p50 ?? 0) - (a.ttftMs?.p50 ?? 0))
  return slowest === undefined ? [] : [{ kind: 'smallerModel', node: slowest.node }]
}

/** Questions that count: who stops an answer says nothing about the cluster. */
const judged = ({ answers, failures, rejected }: RequestFigures) => answers + failures + rejected

function badFigures({ nodes }: ClusterFacts, statistics: NonNullable<ClusterFacts['statistics']>): Finding[] {
  const { totals, simple } = statistics
  const { answers, failures, rejected, failovers, fallbacks, ttftMs, queuedMs } = totals
  const total = judged(totals)
  const findings: Finding[] = []
  const add = (weight: Weight | null, reason: VerdictReason, advice: VerdictAdvice[]) => {
    if (weight !== null) findings.push({ weight, reason, advice })
  }
  const lost = failures / total
  // One that failed among a few is no rule yet.
  add(
    failures < 2 ? null : weigh(lost, limits.unanswered),
    { kind: 'failed', count: failures, total, share: lost },
    [{ kind: 'readFailures' }],
  )
  add(weigh(rejected / total, limits.unanswered), { kind: 'rejected', count: rejected }, [
    { kind: 'moreSlots' },
  ])
  if (ttftMs !== null)
    add(weigh(ttftMs.p50, limits.startMs), { kind: 'slowStart', ms: ttftMs.p50 }, slowestNode(statistics))
  if (queuedMs !== null)
    add(weigh(queuedMs.p95, limits.queueMs), { kind: 'queue', ms: queuedMs.p95 }, [{ kind: 'moreSlots' }])
  if (answers > 0) {
    const failed = failovers / answers
    add(weigh(failed, limits.failovers), { kind: 'failovers', share: Math.min(1, failed) }, [
      { kind: 'readFailures' },
    ])
    add(
      weigh(fallbacks / answers, limits.fallbacks),
      { kind: 'fallbacks', share: fallbacks / answers },
      emptyTiers(nodes),
    )
  }
  if (simple.share !== null && simple.answers >= questionsNeeded && simple.share < limits.simpleKept) {
    const hasSmall = nodes.some(node => node.tier === 0 && node.status === 'online')
    add('fair', { kind: 'simpleLost', share: simple.share }, [
      hasSmall ? { kind: 'moreSlots' } : { kind: 'addTier', tier: 0 },
    ])
  }
  return findings
}

function goodFigures({ totals, simple }: NonNullable<ClusterFacts['statistics']>): VerdictReason[] {
  const total = judged(totals)
  const reasons: VerdictReason[] = [{ kind: 'success', share: totals.answers / total, count: total }]
  if (totals.ttftMs !== null) reasons.push({ kind: 'quickStart', ms: totals.ttftMs.p50 })
  if (simple.share !== null && simple.answers >= questionsNeeded)
    reasons.push({ kind: 'simpleKept', share: simple.share })
  return reasons
}

function unique(advice: readonly VerdictAdvice[]): VerdictAdvice[] {
  const seen = new Map(advice.map(each => [JSON.stringify(each), each] as const))
  return [...seen.values()].slice(0, mostShown)
}

/** Answers "is my cluster working well?" from what is known; never praises without data. */
export function verdict(facts: ClusterFacts): Verdict {
  const { nodes, statistics } = facts
  if (nodes.length === 0) return { state: 'empty', reasons: [], advice: [{ kind: 'addNode' }] }
  const meant = nodes.filter(isMeant)
  const unusable = unusableNodes(nodes)
  const isChecked = nodes.every(({ status }) => status !== 'unknown')
  if (isChecked && !nodes.some(({ status }) => status === 'online')) {
    const advice = unusable.flatMap(finding => finding.advice)
    return {
      state: 'down',
      reasons: meant.length === 0 ? [] : [{ kind: 'noneOnline', count: meant.length }],
      advice: unique(advice),
    }
  }
  const asked = statistics === null ? 0 : judged(statistics.totals)
  if (statistics === null || asked < questionsNeeded) {
    const few: VerdictReason[] = [{ kind: 'few', count: asked, needed: questionsNeeded }]
    return {
      state: 'too_little',
      reasons: [...few, ...unusable.map(({ reason }) => reason)].slice(0, mostShown),
      advice: unique(unusable.flatMap(({ advice }) => advice)),
    }
  }
  const findings = [...badFigures(facts, statistics), ...unusable].toSorted(
    (a, b) => Number(b.weight === 'badly') - Number(a.weight === 'badly'),
  )
  const good = goodFigures(statistics)
  const [worst] = findings
  if (worst === undefined) return { state: 'well', reasons: good, advice: [] }
  const reasons = findings.map(({ reason }) => reason)
  // What is right is said too, or one machine that is away would read like the whole truth.
  const fills = reasons.some(({ kind }) => kind === 'failed') ? [] : good
  return {
    state: worst.weight,
    reasons: [...reasons, ...fills].slice(0, mostShown),
    advice: unique(findings.flatMap(({ advice }) => advice)),
  }
}
