import { isIntact } from '../backups'
import type { Reading } from './types'

/** Whether a backup passes SQLite's full check, which takes its time. */
export const intactReading: Reading<{ path: string }, boolean> =
  () =>
  ({ path }) =>
    isIntact(path)
