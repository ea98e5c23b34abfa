import type { ClusterView, NodeView, RequestRecord } from '../shared/entities'
import { nodeState, worstBreaker } from '../shared/entities/cluster-status'
import { formatTable, withoutControls } from './output'

const milliseconds = (value: number | null) => (value === null ? '-' : `${Math.round(value)} ms`)
const seconds = (value: number | null) => (value === null ? '-' : `${(value / 1000).toFixed(1)} s`)
const rate = (value: number | null) => (value === null ? '-' : value.toFixed(1))
const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** A table of the nodes, and a line for whatever keeps requests waiting or off a node. */
export function statusLines({ nodes, summary, convergence }: ClusterView): string[] {
  const table = formatTable(
    ['NODE', 'TIER', 'STATE', 'MODEL', 'LOAD', 'WAITING', 'LATENCY', 'ADDRESS'],
    nodes.map(node => [
      node.simulated ? `${node.name} (simulated)` : node.name,
      String(node.tier),
      nodeState(node),
      node.model === '' ? '-' : node.model,
      `${node.activeRequests}/${node.slots}`,
      String(node.queued),
      milliseconds(node.latencyMs),
      node.url,
    ]),
  )
  const open = nodes.filter(node => worstBreaker(node) !== 'closed').flatMap(breakerLines)
  const waiting =
    summary.queued === 0 ? [] : [`${counted(summary.queued, 'question waits', 'questions wait')} for a turn.`]
  return [...table, ...open, ...waiting, ...convergenceLines(convergence)]
}

/** How far the machines are what harombe.yaml says; nothing while they are. */
export function convergenceLines({ state, pending, drift }: ClusterView['convergence']): string[] {
  if (state === 'applying')
    return ['harombe.yaml is being applied; `harombe apply --resume` shows how it goes.']
  const waits =
    pending === 0
      ? []
      : [
          `${counted(pending, 'change of harombe.yaml waits', 'changes of harombe.yaml wait')} for \`harombe apply\`; \`harombe plan\` shows what.`,
        ]
  const differs = drift.map(({ message }) => withoutControls(message))
  return [...waits, ...differs, ...(differs.length === 0 ? [] : ['`harombe apply` puts that right.'])]
}

const breakerLines = ({ name, breakers }: NodeView): string[] =>
  breakers
    .filter(({ state }) => state !== 'closed')
    .map(({ model, state, reason }) => {
      const how = state === 'open' ? 'gets no questions for now' : 'is tried with one question at a time'
      return withoutControls(`${name}: ${model} ${how}. ${reason}`.trimEnd())
    })

/** How answers went since the start, altogether, by tier and by node. */
export function metricsLines({ nodes, requests, summary }: ClusterView): string[] {
  const { answers, failures, rejected, failovers, simpleOnTier0 } = summary
  const now = `${counted(requests.length, 'question', 'questions')} under way, ${summary.queued} of them waiting`
  const share =
    simpleOnTier0 === null
      ? []
      : [`Of the simple questions, ${Math.round(simpleOnTier0 * 100)} % were answered on tier 0.`]
  const tiers = formatTable(
    ['TIER', 'ANSWERS', 'FAILED', 'FALLBACKS', 'TOKENS', 'FIRST TOKEN', 'TOKENS/S'],
    summary.tiers.map(tier => [
      String(tier.tier),
      String(tier.answers),
      String(tier.failures),
      String(tier.fallbacks),
      String(tier.tokens),
      milliseconds(tier.ttftMs),
      rate(tier.tokensPerSecond),
    ]),
  )
  const perNode = formatTable(
    ['NODE', 'REQUESTS', 'FAILED', 'RUNNING', 'WAITING', 'TOKENS', 'FIRST TOKEN', 'TOKENS/S'],
    nodes.map(({ name, statistics, activeRequests, queued }) => [
      name,
      String(statistics.requests),
      String(statistics.failures),
      String(activeRequests),
      String(queued),
      String(statistics.tokens),
      milliseconds(statistics.ttftMs),
      rate(statistics.tokensPerSecond),
    ]),
  )
  return [
    `Since it started: ${counted(answers, 'answer', 'answers')}, ${failures} failed, ${rejected} turned away, ${counted(failovers, 'failover', 'failovers')}; ${now}.`,
    ...share,
    ...(summary.tiers.length === 0 ? [] : ['', ...tiers]),
    ...(nodes.length === 0 ? [] : ['', ...perNode]),
  ]
}

/** A table of requests that ended, newest first. */
export function requestLines(records: readonly RequestRecord[]): string[] {
  return formatTable(
    ['OUTCOME', 'ENDED', 'FROM', 'NODE', 'TIER', 'MODEL', 'WAITED', 'FIRST TOKEN', 'TOOK', 'TOKENS'],
    records.map(record => [
      record.error === null ? record.outcome : `${record.outcome} (${record.error})`,
      // The order of the list.
      new Date(record.startedAt + record.durationMs).toISOString().slice(0, 19).replace('T', ' '),
      record.origin,
      record.node ?? '-',
      record.tier === null ? '-' : String(record.tier),
      record.model ?? '-',
      seconds(record.queuedMs),
      milliseconds(record.ttftMs),
      seconds(record.durationMs),
      String(record.tokens),
    ]),
  )
}
