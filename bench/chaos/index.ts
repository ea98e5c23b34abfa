import { writeFileSync } from 'node:fs'
import { readArguments, UsageError } from './options'
import { bundlePrograms } from './programs'
import { formatReport, isKept, type Report } from './report'
import type { ChaosOptions } from './scenario'
import { scenarios } from './scenarios'

const resultFile = 'chaos-results.json'

async function runOne(scenario: string, options: ChaosOptions): Promise<Report> {
  const { mode, seed } = options
  try {
    const figures = (await scenarios[scenario]?.(options)) ?? []
    return { scenario, mode, seed, figures, crash: null }
  } catch (error) {
    const crash = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { scenario, mode, seed, figures: [], crash }
  }
}

/** Runs what the command line asks for. @returns the exit code: 1 when a promise was broken, 2 for a wrong command line */
export async function runChaos(args: readonly string[]): Promise<number> {
  const { seeds, scenarios: chosen, json, ...options } = readArguments(args, Object.keys(scenarios))
  const say = (text: string) => (json ? process.stderr : process.stdout).write(text)
  const program = await bundlePrograms()
  const reports: Report[] = []
  try {
    for (const scenario of chosen) {
      for (const seed of seeds) {
        const report = await runOne(scenario, { ...options, program: program.path, seed })
        reports.push(report)
        say(`${formatReport(report)}\n`)
      }
    }
  } finally {
    program.remove()
  }
  const result = `${JSON.stringify({ node: process.version, options, reports }, null, 2)}\n`
  writeFileSync(resultFile, result)
  if (json) process.stdout.write(result)
  const broken = reports.filter(report => !isKept(report))
  for (const { scenario, mode, seed } of broken) {
    say(
      `BROKEN: ${scenario}, ${mode}. Run it again with: --scenario ${scenario} --mode ${mode} --seed ${seed}\n`,
    )
  }
  if (broken.length === 0)
    say(`Every promise was kept in ${reports.length} runs. Written to ${resultFile}.\n`)
  return broken.length === 0 ? 0 : 1
}

export async function main(args: readonly string[]): Promise<number> {
  try {
    return await runChaos(args)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 2
  }
}
