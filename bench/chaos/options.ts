import { parseArgs } from 'node:util'
import type { ChaosOptions } from './scenario'

export interface ChaosArguments extends Omit<ChaosOptions, 'program' | 'seed'> {
  seeds: readonly number[]
  scenarios: readonly string[]
  json: boolean
}

export class UsageError extends Error {}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least)
    throw new UsageError(`--${name} is a whole number from ${least}.`)
  return value
}

/** Slots with which those who are left have room for all: else streams wait for each other's ends, and that is measured. */
const roomyEnough = (streams: number, nodes: number) => Math.ceil((streams * 1.1) / nodes)

/** Reads the command line. @throws UsageError */
export function readArguments(args: readonly string[], known: readonly string[]): ChaosArguments {
  let values: Record<string, string | boolean | undefined>
  try {
    values = parseArgs({
      args: [...args],
      options: {
        streams: { type: 'string', default: '1000' },
        nodes: { type: 'string', default: '20' },
        kill: { type: 'string', default: '6' },
        slots: { type: 'string' },
        seeds: { type: 'string', default: '1' },
        seed: { type: 'string' },
        mode: { type: 'string', default: 'ui' },
        scenario: { type: 'string', default: 'kill' },
        fast: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
  const text = (name: string) => String(values[name])
  const mode = text('mode')
  if (mode !== 'ui' && mode !== 'api') throw new UsageError('--mode is ui or api.')
  const asked = text('scenario')
  if (asked !== 'all' && !known.includes(asked))
    throw new UsageError(`--scenario is one of ${known.join(', ')}, all.`)
  const nodes = wholeNumber('nodes', text('nodes'), 1)
  const kill = wholeNumber('kill', text('kill'), 0)
  if (kill >= nodes) throw new UsageError('--kill leaves at least one of --nodes alive.')
  const streams = wholeNumber('streams', text('streams'), 1)
  const count = wholeNumber('seeds', text('seeds'), 1)
  return {
    streams,
    nodes,
    kill,
    slots:
      values.slots === undefined
        ? roomyEnough(streams, nodes - kill)
        : wholeNumber('slots', text('slots'), 1),
    seeds:
      values.seed === undefined
        ? Array.from({ length: count }, (_, index) => index + 1)
        : [wholeNumber('seed', text('seed'), 0)],
    mode,
    fast: values.fast === true,
    json: values.json === true,
    scenarios: asked === 'all' ? known : [asked],
  }
}
