import type { Translate } from '../texts/translator'
import type { Failover } from './route'

/** One line for a node that failed, and who went on. */
export function failoverText(
  failover: Pick<Failover, 'node' | 'stage' | 'mode'>,
  next: string | null,
  t: Translate,
): string {
  const { node } = failover
  const isMidAnswer = failover.stage === 'mid_answer'
  if (next === null) return t(`words.failover.${isMidAnswer ? 'awayNobody' : 'silentNobody'}`, { node })
  if (isMidAnswer && failover.mode === 'continue') {
    return next === node ? t('words.failover.cameBack', { node }) : t('words.failover.wentOn', { node, next })
  }
  if (next === node) return t('words.failover.startedAgain', { node })
  return t(`words.failover.${isMidAnswer ? 'continuing' : 'tookOver'}`, { node, next })
}

/** Each failed node with the one that came after it; `last` is who answered in the end. */
export function failoverLines(failovers: readonly Failover[], last: string | null, t: Translate): string[] {
  return failovers.map((failover, index) => failoverText(failover, failovers[index + 1]?.node ?? last, t))
}

/** Who has the last word, for `failoverLines`: nobody, where the node that answered last is the one it failed on. */
export function lastWord(
  failovers: readonly Pick<Failover, 'node'>[],
  answeredBy: string | null,
  hasFailed: boolean,
): string | null {
  return hasFailed && failovers.at(-1)?.node === answeredBy ? null : answeredBy
}
