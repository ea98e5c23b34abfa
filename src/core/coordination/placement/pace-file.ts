import type { Clock } from '../../../shared/clock'
import { createKeptFile, type KeptFile } from '../kept-file'
import { nothingSeen, type PacesContent, pacesContent } from './pace-book'

/** Where the paces of nodes outlive a restart. */
export const createPaceFile = (
  path: string,
  clock: Pick<Clock, 'after'>,
  report: (error: unknown) => void,
): KeptFile<PacesContent> =>
  createKeptFile({ path, schema: pacesContent, nothing: nothingSeen, clock, report })
