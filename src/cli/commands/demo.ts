import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { type Coordinator, createCoordinator } from '../../core/coordinator'
import { printAnswer } from '../answer-printer'
import {
  findEngine,
  findIngestThread,
  findSearchThread,
  findStaticRoot,
  findStorageThread,
  findToolThread,
  version,
} from '../environment'
import type { ExitCode, RunContext } from '../run-context'
import { connectInProcess } from '../session'
import { untilAborted } from '../wait'

export interface DemoOptions {
  /** Questions to answer before leaving; none: serve until stopped. */
  ask: readonly string[]
  /** Undefined: any free port. */
  port?: number | undefined
}

async function answer(
  coordinator: Coordinator,
  questions: readonly string[],
  context: RunContext,
): Promise<void> {
  const client = connectInProcess(coordinator)
  for (const content of questions) {
    const events = client.stream(
      'chat.ask',
      { messages: [{ role: 'user', content }] },
      { signal: context.signal },
    )
    await printAnswer(context.terminal, events, context.terminal.json ? 'json' : 'text')
  }
  client.close()
}

/**
 * Three simulated machines and a coordinator in front, in a data directory of their own that is removed afterwards: nothing
 * of the user's is read or written.
 */
export async function demo(options: DemoOptions, context: RunContext): Promise<ExitCode> {
  const { terminal, signal } = context
  const directory = await mkdtemp(join(tmpdir(), 'harombe-demo-'))
  const configPath = join(directory, 'harombe.yaml')
  // A real backend on this machine must not answer among the simulated ones.
  await writeFile(configPath, 'cluster:\n  local:\n    enabled: false\n')
  const asking = options.ask.length > 0
  const coordinator = createCoordinator({
    mode: asking ? 'ephemeral' : 'serve',
    dataDirectory: directory,
    configPath,
    version,
    staticRoot: findStaticRoot(),
    host: {
      capabilities: [],
      engine: findEngine(),
      storageThread: findStorageThread(),
      searchThread: findSearchThread(),
      ingestThread: findIngestThread(),
      toolThread: findToolThread(),
    },
    log: pino({ level: 'silent' }),
    overrides: { port: options.port ?? 0 },
    demo: true,
  })
  try {
    const { endpoint } = await coordinator.start()
    if (asking) {
      await answer(coordinator, options.ask, context)
      return 0
    }
    const url = coordinator.mintBrowserUrl()
    if (terminal.json) terminal.data({ endpoint, url, pid: process.pid })
    else {
      terminal.line('Three simulated machines are running (tiers 0, 1 and 2). Nothing here is a real model.')
      terminal.line(`Open ${url}`)
      terminal.line(
        terminal.dim(
          `The link logs one browser in. Other programs: ${endpoint}/v1 with model auto. Ctrl-C stops.`,
        ),
      )
    }
    await untilAborted(signal)
    return 0
  } finally {
    await coordinator.stop()
    await rm(directory, { recursive: true, force: true })
  }
}
