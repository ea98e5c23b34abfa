import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulatedServer } from '../src/core/simulation/create-simulated-server'
import type { SimulatedBehaviour } from '../src/core/simulation/types'

export const projectRoot = join(import.meta.dirname, '..')
/** `HAROMBE_OUT`: another build than the one in `out/`, to try something beside it. */
export const cli = join(process.env.HAROMBE_OUT ?? join(projectRoot, 'out'), 'main', 'cli.js')

export interface StartedProcess {
  info: Record<string, unknown>
  /** As pulling the plug would: no goodbye. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** Starts a CLI command that stays and resolves with the line of JSON it prints once it is ready. */
export async function startCommand(args: readonly string[], home: string): Promise<StartedProcess> {
  const child: ChildProcess = spawn(process.execPath, [cli, ...args, '--json'], {
    env: { ...process.env, HAROMBE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = new Promise<void>(resolve => child.on('close', () => resolve()))
  let output = ''
  const info = await new Promise<Record<string, unknown>>((resolve, reject) => {
    child.stdout?.on('data', chunk => {
      output += String(chunk)
      if (output.includes('\n')) resolve(JSON.parse(output.slice(0, output.indexOf('\n'))))
    })
    child.stderr?.on('data', chunk => {
      output += String(chunk)
    })
    void exited.then(() => reject(new Error(`harombe ${args.join(' ')} ended: ${output}`)))
  })
  const end = (signal: NodeJS.Signals) => async () => {
    child.kill(signal)
    await exited
  }
  return { info, kill: end('SIGKILL'), stop: end('SIGTERM') }
}

export interface Machine {
  name: string
  tier: number
  port: number
  kill(): Promise<void>
  revive(): Promise<void>
}

export interface TestCluster {
  home: string
  machine(name: string): Machine
  stop(): Promise<void>
}

export interface MachineOptions {
  name: string
  tier: number
  tokensPerSecond: number
  /** What its server says, and so what it is given at once. */
  slots?: number
  /** A file that says what its model answers and calls. */
  script?: string
  /** What the command line cannot make it do; such a machine is not a process of its own. */
  behaviour?: Partial<SimulatedBehaviour>
}

const machines: readonly MachineOptions[] = [
  { name: 'mini', tier: 0, tokensPerSecond: 120 },
  { name: 'gaming-pc', tier: 1, tokensPerSecond: 120 },
  { name: 'workstation', tier: 2, tokensPerSecond: 60 },
]

async function startInside({ name, tokensPerSecond, behaviour }: MachineOptions): Promise<StartedProcess> {
  const server = createSimulatedServer({
    model: `sim-${name}`,
    tokensPerSecond,
    ttftMs: 50,
    ...behaviour,
  })
  const { port } = await server.start()
  const stop = () => server.stop()
  return { info: { port }, kill: stop, stop }
}

/** Simulated machines (three, of three tiers) as processes of their own, and a harombe.yaml that lists them. */
export async function startTestCluster(chosen = machines): Promise<TestCluster> {
  const home = await mkdtemp(join(tmpdir(), 'harombe-e2e-'))
  const started = await Promise.all(
    chosen.map(async options => {
      const { name, tier, tokensPerSecond, slots, script, behaviour } = options
      const start = (port: number) =>
        behaviour !== undefined
          ? startInside(options)
          : startCommand(
              [
                'simulate',
                '--port',
                String(port),
                '--model',
                `sim-${name}`,
                '--tokens-per-second',
                String(tokensPerSecond),
                '--ttft-ms',
                '50',
                ...(slots === undefined ? [] : ['--slots', String(slots)]),
                ...(script === undefined ? [] : ['--script', script]),
              ],
              home,
            )
      let process = await start(0)
      const port = Number(process.info.port)
      const machine: Machine = {
        name,
        tier,
        port,
        kill: () => process.kill(),
        async revive() {
          process = await start(port)
        },
      }
      return { machine, stop: () => process.stop() }
    }),
  )
  const nodes = started.map(({ machine: { name, tier, port } }, index) => {
    const slots = chosen[index]?.slots
    const limit = slots === undefined ? '' : `      slots: ${slots}\n`
    return `    - name: ${name}\n      host: 127.0.0.1\n      port: ${port}\n      model: sim-${name}\n      tier: ${tier}\n${limit}`
  })
  await writeFile(
    join(home, 'harombe.yaml'),
    `# my machines\nserver:\n  port: 0\ncluster:\n  local:\n    enabled: false\n  health:\n    interval: 1\n  nodes:\n${nodes.join('')}`,
  )
  return {
    home,
    machine(name) {
      const found = started.find(({ machine }) => machine.name === name)
      if (found === undefined) throw new Error(`no machine ${name}`)
      return found.machine
    },
    async stop() {
      await Promise.all(started.map(({ stop }) => stop()))
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** An empty data directory: harombe as it starts on a fresh machine. */
export async function emptyHome(): Promise<{ home: string; remove(): Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'harombe-e2e-'))
  await writeFile(join(home, 'harombe.yaml'), 'server:\n  port: 0\ncluster:\n  local:\n    enabled: false\n')
  return { home, remove: () => rm(home, { recursive: true, force: true }) }
}
