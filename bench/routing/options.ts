import { parseArgs } from 'node:util'

export class UsageError extends Error {}

export interface RoutingBenchOptions {
  /** The prompts with gold tiers. */
  data: string
  /** Files of the same format that are only trained on, as in `npm run train:routing`. */
  further: readonly string[]
  /** How often the folds are cut anew. */
  seeds: number
  json: boolean
}

const usage =
  'npm run bench:routing -- [--data FILE] [--further FILE]… [--seeds N] [--json]; FILE has lines of {id, source, task, lang, prompt, gold_tier, evidence}.'

/**
 * Reads the command line. The file may stand alone, after --data, or in HAROMBE_ROUTING_DATA; else `besideCheckout` is
 * taken. @throws UsageError
 */
export function readOptions(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  besideCheckout: string,
): RoutingBenchOptions {
  const fail = (message: string): never => {
    throw new UsageError(`${message}\n${usage}`)
  }
  const options = {
    data: { type: 'string' },
    further: { type: 'string', multiple: true, default: [] as string[] },
    seeds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  } as const
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const seeds = Number(values.seeds)
    if (!Number.isInteger(seeds) || seeds < 1 || seeds > 100) fail('--seeds is a whole number from 1 to 100.')
    if (positionals.length > (values.data === undefined ? 1 : 0)) fail('One file is enough.')
    const named = values.data ?? positionals[0]
    const fromEnvironment = env.HAROMBE_ROUTING_DATA || undefined
    return {
      data: named ?? fromEnvironment ?? besideCheckout,
      further: values.further,
      seeds,
      json: values.json,
    }
  } catch (error) {
    if (error instanceof UsageError) throw error
    return fail(error instanceof Error ? error.message : String(error))
  }
}
