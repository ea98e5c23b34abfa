import { writeFileSync } from 'node:fs'
import { percentile } from '../measure'
import { type FaultOutcome, faults, runFault } from './faults'
import { startModelServer } from './model-server'
import { type DurabilityArguments, readArguments, UsageError } from './options'
import { bundleCoordinator } from './programs'
import { runDurability } from './run'
import { isKept, type Promised, promises, type Tally } from './tally'

const resultFile = 'durability-results.json'
const tellEvery = 50

const number = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(0))

function line(promised: Promised): string[] {
  const { what, value, most, unit, examples } = promised
  const verdict = isKept(promised) ? 'kept' : 'BROKEN'
  return [
    `  ${what}: ${number(value)} ${unit}`.trimEnd().concat(` (≤ ${most} ${unit}`.trimEnd(), `) ${verdict}`),
    ...examples.map(example => `    ${example}`),
  ]
}

function report(tally: Tally, seconds: number): string {
  const { rounds, textLostMs, readyMs } = tally
  const spread = (values: readonly number[]) =>
    `p50 ${number(percentile(values, 0.5))} ms, p99 ${number(percentile(values, 0.99))} ms`
  return [
    `${rounds} rounds in ${number(seconds)} s, ${(rounds / seconds).toFixed(2)} a second; ${tally.killedWhileStarting} killed while starting.`,
    `${tally.acknowledged} messages acknowledged, ${tally.finished} answers finished, ${tally.interrupted} interrupted, ${tally.toolRuns} tool runs, ${tally.unknownCalls} of them with an end that nobody knows.`,
    `${tally.snapshots} snapshots of the running files, each also with its log cut off at some byte.`,
    `Text lost: ${spread(textLostMs)}. Ready again: ${spread(readyMs)}.`,
    ...promises(tally).flatMap(line),
    '',
  ].join('\n')
}

function told({ fault, skipped, broken }: FaultOutcome): string {
  if (skipped !== null) return `${fault}: skipped, ${skipped}\n`
  return `${fault}: ${broken.length === 0 ? 'kept' : `BROKEN\n  ${broken.join('\n  ')}`}\n`
}

/** Instead of killing: the disk refuses for a while. */
async function runFaults(out: NodeJS.WritableStream): Promise<number> {
  const program = await bundleCoordinator()
  const server = await startModelServer()
  const outcomes: FaultOutcome[] = []
  for (const fault of faults) {
    const outcome = await runFault(program.path, server.url, fault)
    out.write(told(outcome))
    outcomes.push(outcome)
  }
  await server.close()
  program.remove()
  return outcomes.every(({ broken }) => broken.length === 0) ? 0 : 1
}

async function run({ json, faults: onlyFaults, ...options }: DurabilityArguments): Promise<number> {
  const out = json ? process.stderr : process.stdout
  if (onlyFaults) return runFaults(out)
  const startedAt = performance.now()
  const tally = await runDurability({
    ...options,
    onRound({ rounds }) {
      if (rounds % tellEvery === 0) out.write(`${rounds} of ${options.rounds}\n`)
    },
  })
  const seconds = (performance.now() - startedAt) / 1000
  out.write(report(tally, seconds))
  const kept = promises(tally)
  const result = `${JSON.stringify({ node: process.version, options, seconds, promises: kept, tally }, null, 2)}\n`
  writeFileSync(resultFile, result)
  if (json) process.stdout.write(result)
  return kept.every(isKept) ? 0 : 1
}

/** @returns the exit code: 1 when a promise was broken, 2 for a wrong command line */
export async function main(args: readonly string[]): Promise<number> {
  try {
    return await run(readArguments(args))
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 2
  }
}
