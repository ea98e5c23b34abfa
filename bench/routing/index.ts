import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readOptions, UsageError } from './options'
import { readOwnPrompts } from './own-prompts'
import { reportLines } from './report'
import { type GoldRow, parseGoldRows } from './rows'
import { runRoutingBench } from './run'
import { trainAnew } from './trainer'

const root = join(import.meta.dirname, '..', '..')
const besideCheckout = join(root, '..', 'shared', 'data', 'routing-dev.jsonl')

function readData(path: string): GoldRow[] {
  if (!existsSync(path)) {
    throw new UsageError(
      `There is no file ${path} with prompts and their gold tiers. Give one with --data FILE or HAROMBE_ROUTING_DATA; each line is {"id", "source", "task", "lang", "prompt", "gold_tier": 0|1|2, "evidence"}.`,
    )
  }
  try {
    return parseGoldRows(readFileSync(path, 'utf8'), path)
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** @returns the exit code: 1 when a bar was missed, 2 for a wrong command line or unreadable data */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const { data, further, seeds, json } = readOptions(args, process.env, besideCheckout)
    const rows = readData(data)
    // A model takes some seconds to train, and there are many.
    const say = (text: string) => void process.stderr.write(`${text}\n`)
    const others = { further: further.flatMap(readData), evaluation: readOwnPrompts('evaluation') }
    const result = runRoutingBench({ rows, ...others, trainer: trainAnew, seeds, say })
    const text = json ? JSON.stringify(result, null, 2) : reportLines(result).join('\n')
    process.stdout.write(`${text}\n`)
    return result.bars.every(({ isMet }) => isMet) ? 0 : 1
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 2
  }
}
