import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type GoldRow, parseOwnRows } from './rows'

const training = join(import.meta.dirname, '..', '..', 'training')

/** Prompts of our own: those models are trained on, or those that are kept back to check them. */
export function readOwnPrompts(folder: 'prompts' | 'evaluation'): GoldRow[] {
  const path = join(training, folder)
  if (!existsSync(path)) return []
  return readdirSync(path)
    .filter(name => name.endsWith('.jsonl'))
    .sort()
    .flatMap(name => parseOwnRows(readFileSync(join(path, name), 'utf8'), name))
}
