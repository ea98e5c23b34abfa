import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { HarombeContract } from '../../shared/contract'
import { createRpcClient } from '../../shared/rpc/client'
import { createMessagePortChannel } from '../../shared/rpc/message-port-channel'
import type { Commands } from './built-main-control'

const projectRoot = join(import.meta.dirname, '..', '..', '..')
/** The folder that holds `out` and `resources`; HAROMBE_OUT names another build than the checkout's own. */
export const builtApp = process.env.HAROMBE_OUT === undefined ? projectRoot : dirname(process.env.HAROMBE_OUT)

type Reply = { id: number; result?: unknown; error?: string } | { port: number; frame: unknown }
type Answer<K extends keyof Commands> = Awaited<ReturnType<Commands[K]>>

export interface LaunchOptions {
  /** Becomes HAROMBE_HOME. */
  dataDirectory: string
  appPath?: string
  /** Whether this process gets the single-instance lock. */
  first?: boolean
  argv?: readonly string[]
  /** Of the system, most wanted first. */
  languages?: readonly string[]
  /** Added to the environment. */
  env?: NodeJS.ProcessEnv
}

/** The built main process in a child of this one. @throws when nothing was built */
export function launchBuiltMain({
  dataDirectory,
  appPath = builtApp,
  first = true,
  argv = [],
  languages = ['en-US'],
  env = {},
}: LaunchOptions) {
  const built = join(appPath, 'out', 'main', 'index.js')
  if (!existsSync(built)) throw new Error(`${built} is not there: run \`npm run build\` first`)
  const child: ChildProcess = fork(
    join(import.meta.dirname, 'run-built-main.ts'),
    [appPath, join(dataDirectory, 'user-data'), first ? 'first' : 'second', ...argv],
    {
      env: {
        ...process.env,
        HAROMBE_HOME: dataDirectory,
        NODE_OPTIONS: '',
        HAROMBE_TEST_LANGUAGES: languages.join(','),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
  let output = ''
  child.stdout?.on('data', chunk => {
    output += chunk
  })
  child.stderr?.on('data', chunk => {
    output += chunk
  })
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const frameListeners = new Map<number, (frame: unknown) => void>()
  let nextId = 0

  child.on('message', (reply: Reply) => {
    if ('frame' in reply) return frameListeners.get(reply.port)?.(reply.frame)
    const request = pending.get(reply.id)
    pending.delete(reply.id)
    if (reply.error === undefined) request?.resolve(reply.result)
    else request?.reject(new Error(reply.error))
  })
  void exited.then(code => {
    for (const { reject } of pending.values()) reject(new Error(`It ended with ${code}:\n${output}`))
    pending.clear()
  })

  function ask<K extends keyof Commands>(command: K, ...values: Parameters<Commands[K]>): Promise<Answer<K>> {
    return new Promise((resolve, reject) => {
      if (child.exitCode !== null) return reject(new Error(`It ended with ${child.exitCode}:\n${output}`))
      const id = nextId++
      pending.set(id, { resolve: value => resolve(value as Answer<K>), reject })
      child.send({ id, command, values })
    })
  }

  return {
    ask,
    exited,
    output: () => output,
    /** A contract client over a port that the page got through preload and broker. */
    async connectPage() {
      const port = await ask('requestPort', null, 10_000)
      if (port === null) throw new Error(`The page got no port:\n${output}`)
      const channel = createMessagePortChannel(
        {
          postMessage: frame => void (child.connected && child.send({ port, frame })),
          close: () => frameListeners.delete(port),
        },
        { onMessage: listener => frameListeners.set(port, listener) },
      )
      return { client: createRpcClient<HarombeContract>(channel), channel }
    },
    async kill(): Promise<void> {
      child.kill('SIGKILL')
      await exited
    },
  }
}

export type BuiltMain = ReturnType<typeof launchBuiltMain>
