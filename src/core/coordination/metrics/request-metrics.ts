import { Counter, Histogram, type Registry } from 'prom-client'
import type { RequestRecord } from '../../../shared/entities'

/** Seconds. From a token of a small model on a good card to a large one that is loaded from a disk first. */
const firstTokenBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]
const durationBuckets = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800]
const waitBuckets = [0.01, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120]

/** `none`: it came to no node. */
const tierOf = ({ tier }: RequestRecord) => (tier === null ? 'none' : String(tier))

export interface RequestMetrics {
  observe(record: RequestRecord): void
  /** Drops what is told of nodes that are no longer there. */
  keepNodes(names: ReadonlySet<string>): void
}

/** Puts series into the registry that grow with every request that ended. */
export function registerRequestMetrics(registry: Registry): RequestMetrics {
  const registers = [registry]
  const ended = new Counter({
    name: 'harombe_requests_total',
    help: 'Requests that ended, by the tier that answered or failed last',
    labelNames: ['tier', 'outcome', 'origin'],
    registers,
  })
  const retries = new Counter({
    name: 'harombe_retries_total',
    help: 'Tries of requests after their first',
    registers,
  })
  const failovers = new Counter({
    name: 'harombe_node_failovers_total',
    help: 'Requests the node failed on the way, before their first token or in mid-answer',
    labelNames: ['node', 'stage'],
    registers,
  })
  const tokens = new Counter({
    name: 'harombe_tokens_total',
    help: 'Tokens of prompts as far as nodes tell, tokens callers got (visible), and all that were written (spent)',
    labelNames: ['kind'],
    registers,
  })
  const wait = new Histogram({
    name: 'harombe_queue_wait_seconds',
    help: 'Time requests waited for a slot or a node',
    labelNames: ['tier'],
    buckets: waitBuckets,
    registers,
  })
  const firstToken = new Histogram({
    name: 'harombe_time_to_first_token_seconds',
    help: 'Time from a request to its first token',
    labelNames: ['tier'],
    buckets: firstTokenBuckets,
    registers,
  })
  const duration = new Histogram({
    name: 'harombe_request_duration_seconds',
    help: 'Time from a request to the end of its complete answer',
    labelNames: ['tier'],
    buckets: durationBuckets,
    registers,
  })
  const failedNodes = new Set<string>()

  return {
    observe(record) {
      const tier = tierOf(record)
      ended.inc({ tier, outcome: record.outcome, origin: record.origin })
      // The last failure of a request that failed was not followed by another try.
      const tries = record.failovers.length - (record.outcome === 'failed' ? 1 : 0)
      if (tries > 0) retries.inc(tries)
      for (const { node, stage } of record.failovers) {
        failedNodes.add(node)
        failovers.inc({ node, stage })
      }
      tokens.inc({ kind: 'prompt' }, record.promptTokens ?? 0)
      tokens.inc({ kind: 'visible' }, record.tokens)
      tokens.inc({ kind: 'spent' }, record.spentTokens)
      wait.observe({ tier }, record.queuedMs / 1000)
      if (record.ttftMs !== null) firstToken.observe({ tier }, record.ttftMs / 1000)
      if (record.outcome === 'complete') duration.observe({ tier }, record.durationMs / 1000)
    },
    keepNodes(names) {
      for (const node of failedNodes) {
        if (names.has(node)) continue
        failedNodes.delete(node)
        for (const stage of ['before_first_token', 'mid_answer']) failovers.remove({ node, stage })
      }
    },
  }
}
