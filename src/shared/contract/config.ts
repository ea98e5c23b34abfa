import { z } from 'zod'
import { stream } from './define'

/** harombe.yaml as it stands on disk. */
export const configFileView = z.object({
  path: z.string(),
  /** Empty while there is no file. Tokens and keys that stand in it in the clear are masked. */
  text: z.string(),
  /** Of the last reading; lines and columns count from 1. */
  problem: z
    .object({
      message: z.string(),
      line: z.number().int().positive().nullable(),
      column: z.number().int().positive().nullable(),
    })
    .nullable(),
  /** When what is in force was read, ms since the epoch. */
  loadedAt: z.number(),
})
export type ConfigFileView = z.infer<typeof configFileView>

export const configContract = {
  /** The file, now and after every change on disk. */
  watchFile: stream('admin', z.object({}), configFileView),
}
