import type { TextJudge } from '../../src/core/coordination/classification/classifier'
import { createTextJudge } from '../../src/core/coordination/classification/text-judge'
import type { GoldRow } from './rows'

/** Makes a judge out of prompts with gold tiers, the same way the shipped one was made. */
export type Trainer = (rows: readonly GoldRow[]) => TextJudge

export const train: Trainer = () => createTextJudge()
