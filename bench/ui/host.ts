import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulatedServer } from '../../src/core/simulation/create-simulated-server'
import { parseScript } from '../../src/core/simulation/script'

export interface BenchHost {
  url: string
  stop(): Promise<void>
}

export interface BenchHostOptions {
  /** The folder of the build. */
  out: string
  /** What its model answers, at `tokensPerSecond`. */
  answer: string
  tokensPerSecond: number
  /** Nodes beside the one that answers; nobody is at their addresses. */
  absentNodes: number
  /** Fills the data directory before the start. */
  prepare(home: string): void
}

async function startServe(cli: string, home: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [cli, 'serve', '--json'], {
    env: { ...process.env, HAROMBE_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', chunk => {
      output += String(chunk)
      const line = output.split('\n', 1)[0] ?? ''
      if (output.includes('\n')) resolve(String((JSON.parse(line) as { url?: unknown }).url))
    })
    child.once('close', () => reject(new Error(`harombe serve ended: ${output}`)))
  })
  return { child, url }
}

/** What the model has to be asked for its answer. */
export const benchQuestion = 'Tell me all of it.'

/** A coordinator with a data directory of its own and one simulated model. */
export async function startBenchHost(options: BenchHostOptions): Promise<BenchHost> {
  const home = mkdtempSync(join(tmpdir(), 'harombe-bench-ui-'))
  options.prepare(home)
  const server = createSimulatedServer({
    model: 'sim-bench',
    tokensPerSecond: options.tokensPerSecond,
    ttftMs: 50,
    // The chat it goes on has answers already; the script counts from the question that it knows.
    script: parseScript({ question: benchQuestion, turns: Array(4).fill({ text: options.answer }) }),
  })
  const { port } = await server.start()
  const node = (name: string, host: string, tier: number) =>
    `    - name: ${name}\n      host: ${host}\n      port: ${port}\n      model: sim-bench\n      tier: ${tier}\n`
  const absent = Array.from({ length: options.absentNodes }, (_, index) =>
    node(`node-${index}`, `127.1.${Math.floor(index / 250)}.${(index % 250) + 1}`, index % 3),
  )
  writeFileSync(
    join(home, 'harombe.yaml'),
    `server:\n  port: 0\ncluster:\n  local:\n    enabled: false\n  health:\n    interval: 60\n  nodes:\n${node('bench', '127.0.0.1', 0)}${absent.join('')}`,
  )
  const { child, url } = await startServe(join(options.out, 'main', 'cli.js'), home)
  return {
    url,
    async stop() {
      const closed = new Promise(resolve => child.once('close', resolve))
      child.kill('SIGTERM')
      await closed
      await server.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
