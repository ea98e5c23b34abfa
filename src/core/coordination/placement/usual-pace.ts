import type { Tier } from '../../../shared/entities'
import { tiers } from '../../../shared/entities/tiers'
import { quantile } from './learn-pace'
import type { Pace } from './types'

/** What was measured over what had been presumed; null where nothing was. */
export interface PaceFactors {
  ttftMs: number | null
  promptTokensPerSecond: number | null
  tokensPerSecond: number | null
  loadMs: number | null
}

/** Of the models and nodes seen last; more would tell no more. */
const mostKept = 32
/** A change that no choice would notice. */
const noticeable = 0.1

const speeds = ['ttftMs', 'promptTokensPerSecond', 'tokensPerSecond', 'loadMs'] as const
type Usual = Record<(typeof speeds)[number], number>

/**
 * How the machines of each tier do against what is presumed of them. Whoever was not seen at work is taken to be like the
 * others: presumed by the book, it would seem ten times slower or faster than its equals as soon as one of them is known.
 */
export interface UsualPaces {
  /** What is presumed, put right by what the others of the tier were found to do. */
  correct(tier: Tier, presumed: Pace): Pace
  /** Another number as soon as `correct` gives noticeably other paces. */
  revision(tier: Tier): number
  /** @param factors null: nothing is known of it any more */
  learn(tier: Tier, key: string, factors: PaceFactors | null): void
}

const asPresumed: Usual = { ttftMs: 1, promptTokensPerSecond: 1, tokensPerSecond: 1, loadMs: 1 }

export function createUsualPaces(): UsualPaces {
  const open = () => ({ kept: new Map<string, PaceFactors>(), usual: asPresumed, revision: 0 })
  const byTier = { 0: open(), 1: open(), 2: open() }

  function settle(book: ReturnType<typeof open>): void {
    const usual = { ...asPresumed }
    let isOther = false
    for (const speed of speeds) {
      const known = [...book.kept.values()].flatMap(({ [speed]: factor }) =>
        factor === null ? [] : [factor],
      )
      usual[speed] = quantile(known, 0.5) ?? 1
      if (Math.abs(usual[speed] / book.usual[speed] - 1) > noticeable) isOther = true
    }
    if (!isOther) return
    book.usual = usual
    book.revision += 1
  }

  return {
    correct(tier, presumed) {
      const { usual } = byTier[tier]
      return {
        ...presumed,
        ttftMs: presumed.ttftMs * usual.ttftMs,
        promptTokensPerSecond: presumed.promptTokensPerSecond * usual.promptTokensPerSecond,
        tokensPerSecond: presumed.tokensPerSecond * usual.tokensPerSecond,
        loadMs: presumed.loadMs * usual.loadMs,
      }
    },
    revision: tier => byTier[tier].revision,
    learn(tier, key, factors) {
      const book = byTier[tier]
      const hadIt = book.kept.delete(key)
      if (factors !== null) {
        book.kept.set(key, factors)
        if (book.kept.size > mostKept) for (const oldest of book.kept.keys().take(1)) book.kept.delete(oldest)
      }
      if (factors !== null || hadIt) settle(book)
      // A node may be given another tier.
      for (const other of tiers) if (other !== tier && byTier[other].kept.delete(key)) settle(byTier[other])
    },
  }
}
