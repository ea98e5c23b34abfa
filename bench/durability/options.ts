import { parseArgs } from 'node:util'

export class UsageError extends Error {}

export interface DurabilityArguments {
  rounds: number
  seed: number
  lanes: number
  users: number
  /** Has the disk refuse instead of killing. */
  faults: boolean
  json: boolean
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least)
    throw new UsageError(`--${name} is a whole number from ${least}.`)
  return value
}

/** Reads the command line. @throws UsageError */
export function readArguments(args: readonly string[]): DurabilityArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        rounds: { type: 'string', default: '1000' },
        seed: { type: 'string', default: '1' },
        lanes: { type: 'string', default: '2' },
        users: { type: 'string', default: '4' },
        faults: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    return {
      rounds: wholeNumber('rounds', values.rounds, 1),
      seed: wholeNumber('seed', values.seed, 0),
      lanes: wholeNumber('lanes', values.lanes, 1),
      users: wholeNumber('users', values.users, 1),
      faults: values.faults,
      json: values.json,
    }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
