import type { TextJudge } from '../../src/core/coordination/classification/classifier'
import { judgeWith } from '../../src/core/coordination/classification/judge-with'
import { readModel, writeModel } from '../../src/core/coordination/classification/model-file'
import { examplesFrom } from '../../training/examples'
import { train } from '../../training/train'
import type { GoldRow } from './rows'

/**
 * Makes a judge out of prompts with gold tiers, the same way the shipped one was made, by way of its file: numbers are rounded there.
 * `further` are prompts that are only trained on, never asked about; those of our own are always among them.
 */
export type Trainer = (rows: readonly GoldRow[], further: readonly GoldRow[]) => TextJudge

export const trainAnew: Trainer = (rows, further) =>
  judgeWith(readModel(writeModel(train(examplesFrom(rows, further)))))
