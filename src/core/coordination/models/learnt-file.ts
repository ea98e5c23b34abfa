import type { Clock } from '../../../shared/clock'
import { createKeptFile, type KeptFile } from '../kept-file'
import { type LearntContent, learntContent, nothingLearnt } from './learnt-book'

export type LearntFile = KeptFile<LearntContent>

/** Where what was learnt of models and machines outlives a restart. */
export const createLearntFile = (
  path: string,
  clock: Pick<Clock, 'after'>,
  report: (error: unknown) => void,
): LearntFile => createKeptFile({ path, schema: learntContent, nothing: nothingLearnt, clock, report })
