import type { RoutePreference } from '../../src/shared/entities'
import { groupedFolds, leaveOneOut, type Split } from './folds'
import { judgeAll, type Outcome, type Router } from './outcome'
import { fitLength } from './routers/baselines'
import { judgeRouter, preferences } from './routers/ours'
import type { GoldRow } from './rows'
import type { Trainer } from './trainer'

export const foldCount = 5

/** What the routers that learn say of prompts they have not seen. */
export interface Unseen {
  ours: Readonly<Record<RoutePreference, Outcome[]>>
  length: Outcome[]
}

export interface CrossValidation {
  rows: readonly GoldRow[]
  /** Only trained on. */
  further: readonly GoldRow[]
  groupOf(row: GoldRow): string
  trainer: Trainer
  /** Told before each training. */
  say(progress: string): void
}

function lengthRouter(rows: readonly GoldRow[]): Router {
  const share = (tier: number) => rows.filter(row => row.tier === tier).length / rows.length
  return fitLength(rows, [share(0), share(1)])
}

/** Trains for each split on what shares no group with what is asked. */
function judgeSplits(
  splits: readonly Split<GoldRow>[],
  what: string,
  { further, groupOf, trainer, say }: CrossValidation,
): Unseen {
  const unseen: Unseen = { ours: { eco: [], balanced: [], quality: [] }, length: [] }
  for (const [index, { train, test }] of splits.entries()) {
    say(`${what}: training ${index + 1} of ${splits.length}`)
    const asked = new Set(test.map(groupOf))
    const isOther = (row: GoldRow) => !asked.has(groupOf(row))
    const known = train.filter(isOther)
    const judge = trainer(known, further.filter(isOther))
    for (const preference of preferences)
      unseen.ours[preference].push(...judgeAll(judgeRouter(judge, preference), test))
    unseen.length.push(...judgeAll(lengthRouter(known), test))
  }
  return unseen
}

/** One repetition for each seed: folds by group, trained anew for each fold. */
export const crossValidate = (work: CrossValidation, seeds: readonly number[]): Unseen[] =>
  seeds.map(seed =>
    judgeSplits(groupedFolds(work.rows, work.groupOf, { folds: foldCount, seed }), `folds ${seed}`, work),
  )

/** Each source judged by what was trained on the others. */
export const leaveSourcesOut = (work: CrossValidation): Unseen =>
  judgeSplits(
    leaveOneOut(work.rows, row => row.source),
    'sources left out',
    work,
  )
