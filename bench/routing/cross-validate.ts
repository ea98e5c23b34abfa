import type { RoutePreference } from '../../src/shared/entities'
import { groupedFolds, leaveOneOut } from './folds'
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

type Splits = readonly { train: readonly GoldRow[]; test: readonly GoldRow[] }[]

function judgeSplits(splits: Splits, trainer: Trainer): Unseen {
  const unseen: Unseen = { ours: { eco: [], balanced: [], quality: [] }, length: [] }
  for (const { train, test } of splits) {
    const judge = trainer(train)
    for (const preference of preferences)
      unseen.ours[preference].push(...judgeAll(judgeRouter(judge, preference), test))
    unseen.length.push(...judgeAll(lengthRouter(train), test))
  }
  return unseen
}

function lengthRouter(rows: readonly GoldRow[]): Router {
  const share = (tier: number) => rows.filter(row => row.tier === tier).length / rows.length
  return fitLength(rows, [share(0), share(1)])
}

/** One repetition for each seed: folds by group, trained anew for each fold. */
export const crossValidate = (
  rows: readonly GoldRow[],
  groupOf: (row: GoldRow) => string,
  trainer: Trainer,
  seeds: readonly number[],
): Unseen[] =>
  seeds.map(seed => judgeSplits(groupedFolds(rows, groupOf, { folds: foldCount, seed }), trainer))

/** Each source judged by what was trained on the others. */
export const leaveSourcesOut = (rows: readonly GoldRow[], trainer: Trainer): Unseen =>
  judgeSplits(
    leaveOneOut(rows, row => row.source),
    trainer,
  )
