import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type GoldRow, parseOwnRows } from './rows'

const training = join(import.meta.dirname, '..', '..', 'training')

/** Beside them lie conversations, which are checked turn by turn elsewhere. */
const singlePrompts = { prompts: /\.jsonl$/, evaluation: /^known-.*\.jsonl$/ } as const

/** Prompts of our own: those models are trained on, or those that are kept back to check them. */
export function readOwnPrompts(folder: 'prompts' | 'evaluation'): GoldRow[] {
  const path = join(training, folder)
  if (!existsSync(path)) return []
  return readdirSync(path)
    .filter(name => singlePrompts[folder].test(name))
    .sort()
    .flatMap(name => parseOwnRows(readFileSync(join(path, name), 'utf8'), name))
}
