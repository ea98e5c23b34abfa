import type { Clock } from '../../../shared/clock'
import { HarombeError, isHarombeError } from '../../../shared/errors'
import { pause } from '../../../shared/pause'
import { unlessAborted } from '../../../shared/unless-aborted'
import { createWaker } from '../../../shared/waker'
import { mcpLimits as limits } from './limits'
import type {
  CallOptions,
  CallOutcome,
  ListedTool,
  OpenLink,
  ServerLink,
  ServerSpec,
  ToolListing,
} from './types'

/** How a connection stands, before anybody asks whether its tools were approved. */
export type ConnectionState =
  | { state: 'idle' | 'connecting'; problem: string | null }
  | { state: 'ready'; listing: ToolListing }
  | { state: 'failed'; problem: string }

export interface ServerConnection {
  readonly spec: ServerSpec
  state(): ConnectionState
  /** What it offered last; kept while it is connected anew, so that people can read it. */
  listing(): ToolListing | null
  /** Begins to connect and to stay connected; later calls do nothing. */
  begin(): void
  reconnect(): void
  /** @throws HarombeError as `ServerLink.call`; DISCONNECTED when there is no connection, CONFLICT when the tool changed */
  call(
    tool: ListedTool,
    argumentsOf: Readonly<Record<string, unknown>>,
    options: CallOptions,
  ): Promise<CallOutcome>
  stop(): Promise<void>
}

export interface ServerConnectionOptions {
  open: OpenLink
  clock: Clock
  random(): number
  onChanged(): void
  report(error: unknown): void
}

const problemOf = (error: HarombeError) =>
  error.hint === undefined ? error.message : `${error.message} ${error.hint}`

export function createServerConnection(spec: ServerSpec, options: ServerConnectionOptions): ServerConnection {
  const { clock, onChanged } = options
  const lifetime = new AbortController()
  let attempt = new AbortController()
  let current: ConnectionState = { state: 'idle', problem: null }
  let lastListing: ToolListing | null = null
  let link: ServerLink | null = null
  let running: Promise<void> | null = null

  function become(state: ConnectionState): void {
    current = state
    onChanged()
  }

  /** Lives as long as the connection does. @throws what it ended with */
  async function live(signal: AbortSignal): Promise<never> {
    const changes = createWaker()
    let isStale = false
    const onToolsChanged = () => {
      isStale = true
      // Until they were read again, nobody knows what would be called.
      become({ state: 'connecting', problem: null })
      changes.wake()
    }
    const opened = await options.open(spec, { onToolsChanged, signal })
    let goneBecause: string | null = null
    const leave = () => changes.wake()
    signal.addEventListener('abort', leave, { once: true })
    void opened.closed.then(reason => {
      goneBecause = reason
      changes.wake()
    })
    try {
      while (goneBecause === null && !signal.aborted) {
        isStale = false
        const listing = await opened.list(signal)
        // Told of a change in the meantime: this list is old already.
        if (isStale) continue
        lastListing = listing
        link = opened
        become({ state: 'ready', listing })
        await changes.woken()
      }
      throw new HarombeError('DISCONNECTED', goneBecause ?? 'The connection was closed.')
    } finally {
      link = null
      signal.removeEventListener('abort', leave)
      await opened.close()
    }
  }

  function pauseAfter(failures: number): number {
    const full = Math.min(limits.longestRetry, limits.firstRetry * 2 ** failures)
    return full / 2 + (full / 2) * options.random()
  }

  async function run(): Promise<void> {
    let failures = 0
    while (!lifetime.signal.aborted) {
      attempt = new AbortController()
      const signal = AbortSignal.any([lifetime.signal, attempt.signal])
      const startedAt = clock.monotonic()
      become({ state: 'connecting', problem: current.state === 'failed' ? current.problem : null })
      try {
        await live(signal)
      } catch (error) {
        if (lifetime.signal.aborted) return
        if (attempt.signal.aborted) {
          failures = 0
          continue
        }
        if (!isHarombeError(error)) options.report(error)
        const known = isHarombeError(error)
          ? error
          : new HarombeError('INTERNAL', 'Something unexpected went wrong.')
        become({ state: 'failed', problem: problemOf(known) })
        if (clock.monotonic() - startedAt >= limits.stable) failures = 0
        // What only a person can put right is not tried again by itself.
        const wait = known.retryable || known.code === 'INTERNAL' ? pauseAfter(failures++) : null
        if (wait === null) await unlessAborted(new Promise<never>(() => undefined), signal)
        else await pause(wait, signal, clock)
        if (attempt.signal.aborted) failures = 0
      }
    }
  }

  return {
    spec,
    state: () => current,
    listing: () => lastListing,
    begin() {
      if (lifetime.signal.aborted) return
      running ??= run()
    },
    reconnect() {
      if (running === null) running = run()
      else attempt.abort()
    },
    async call(tool, argumentsOf, callOptions) {
      if (link === null || current.state !== 'ready')
        throw new HarombeError('DISCONNECTED', `The MCP server "${spec.name}" is not connected.`)
      const offered = current.listing.tools.find(({ name }) => name === tool.name)
      if (offered?.digest !== tool.digest)
        throw new HarombeError('CONFLICT', `The MCP server "${spec.name}" changed this tool.`)
      return link.call(tool, argumentsOf, callOptions)
    },
    async stop() {
      lifetime.abort()
      // From here on it takes no call, however long its end lasts.
      link = null
      current = { state: 'idle', problem: null }
      await running
    },
  }
}
