import type { Failover } from './route'

/** One line for a node that failed, and who went on. */
export function failoverText(
  failover: Pick<Failover, 'node' | 'stage' | 'mode'>,
  next: string | null,
): string {
  const { node, stage } = failover
  if (next === null) {
    return stage === 'mid_answer'
      ? `${node} went away, nobody could continue`
      : `${node} did not answer, nobody else could`
  }
  if (stage === 'mid_answer' && failover.mode === 'continue') {
    return `${node} went away, ${next === node ? 'came back and' : next} went on from there`
  }
  if (next === node) return `${node} went away and started again`
  return stage === 'mid_answer'
    ? `${node} went away, continuing on ${next}`
    : `${node} did not answer, ${next} took over`
}

/** Each failed node with the one that came after it; `last` is who answered in the end. */
export function failoverLines(failovers: readonly Failover[], last: string | null): string[] {
  return failovers.map((failover, index) => failoverText(failover, failovers[index + 1]?.node ?? last))
}

/** Who has the last word, for `failoverLines`: nobody, where the node that answered last is the one it failed on. */
export function lastWord(
  failovers: readonly Pick<Failover, 'node'>[],
  answeredBy: string | null,
  hasFailed: boolean,
): string | null {
  return hasFailed && failovers.at(-1)?.node === answeredBy ? null : answeredBy
}
