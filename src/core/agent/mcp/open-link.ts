import { homedir } from 'node:os'
import type {
  Client,
  JsonSchemaValidator,
  JsonSchemaValidatorResult,
  jsonSchemaValidator,
  Transport,
} from '@modelcontextprotocol/client'
import type { Clock } from '../../../shared/clock'
import { HarombeError } from '../../../shared/errors'
import { pause } from '../../../shared/pause'
import { expandHome } from '../../config/data-directory'
import { readCallResult } from './call-result'
import { checkAddress } from './http/check-address'
import { createGuardedFetch } from './http/guarded-fetch'
import { mcpLimits as limits } from './limits'
import { linkError, quoted } from './link-errors'
import { childEnvironment } from './stdio/child-environment'
import { createErrorOutput } from './stdio/error-output'
import { startServerProcess } from './stdio/server-process'
import { createStdioTransport } from './stdio/stdio-transport'
import { readToolList } from './tool-list'
import type { LinkOptions, OpenLink, ServerLink, ServerSpec } from './types'

export interface OpenLinkOptions {
  version: string
  clock: Clock
  env: Readonly<Record<string, string | undefined>>
  /** @throws HarombeError CONFIG_INVALID */
  resolveSecret(value: string): string
  /** What a server writes to its standard error. */
  logOutput(server: string, line: string): void
}

/** Not before a server is configured: the SDK is a megabyte that most never need. */
const loadSdk = () => import('@modelcontextprotocol/client')
type Sdk = Awaited<ReturnType<typeof loadSdk>>

/** Any answer is text to us, and compiling schemas of others costs time and memory they decide on. */
const noValidation: jsonSchemaValidator = {
  getValidator<T>(): JsonSchemaValidator<T> {
    return (input): JsonSchemaValidatorResult<T> => ({
      valid: true,
      data: input as T,
      errorMessage: undefined,
    })
  },
}

interface Opened {
  transport: Transport
  isHttp: boolean
  /** Ends whatever was begun, also when the hello never came. */
  end(): Promise<void>
}

type Negotiation = 'auto' | 'legacy'

export function createOpenLink(options: OpenLinkOptions): OpenLink {
  const { clock, resolveSecret } = options
  const resolved = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, resolveSecret(value)]))

  const secretsIn = (texts: readonly string[]) =>
    texts.flatMap(text => text.match(/\$\{secret:[^}]+\}/g) ?? [])

  function openTransport(sdk: Sdk, { name, address }: ServerSpec, onGone: (reason: string) => void): Opened {
    if (address.kind === 'http') {
      const url = checkAddress(address.url, address.insecure)
      const headers = resolved(address.headers)
      const transport = new sdk.StreamableHTTPClientTransport(url, {
        fetch: createGuardedFetch({
          url,
          headers,
          clock,
          onBroken({ message }) {
            onGone(message)
            void transport.close()
          },
        }),
        onInsufficientScope: 'throw',
      })
      return { transport, isHttp: true, end: () => transport.close() }
    }
    const env = resolved(address.env)
    const process_ = startServerProcess({
      command: expandHome(address.command),
      args: address.args.map(resolveSecret),
      cwd: address.cwd === null ? homedir() : expandHome(address.cwd),
      env: childEnvironment(options.env, env, process.platform),
      clock,
    })
    const transport = createStdioTransport({
      process: process_,
      clock,
      parseMessage: sdk.parseJSONRPCMessage,
      onErrorOutput: createErrorOutput({
        clock,
        secrets: [...Object.values(env), ...secretsIn(address.args).map(resolveSecret)],
        write: line => options.logOutput(name, line),
      }),
      onGone,
    })
    return { transport, isHttp: false, end: () => transport.close() }
  }

  async function greet(
    sdk: Sdk,
    spec: ServerSpec,
    { transport }: Opened,
    { signal, onToolsChanged }: LinkOptions,
    mode: Negotiation,
  ): Promise<Client> {
    const client = new sdk.Client(
      { name: 'harombe', version: options.version },
      {
        // Nothing is offered to servers: no sampling, no elicitation, no roots. The SDK refuses what has no handler.
        capabilities: {},
        versionNegotiation: { mode, probe: { timeoutMs: limits.probe } },
        inputRequired: { autoFulfill: false },
        jsonSchemaValidator: noValidation,
        listChanged: { tools: { autoRefresh: false, debounceMs: 500, onChanged: onToolsChanged } },
      },
    )
    const timeout = Math.max(limits.connect, spec.timeoutMs)
    await client.connect(transport, { timeout, maxTotalTimeout: timeout, signal })
    return client
  }

  async function connect(sdk: Sdk, spec: ServerSpec, options_: LinkOptions, mode: Negotiation) {
    const { promise: closed, resolve: leave } = Promise.withResolvers<string>()
    const opened = openTransport(sdk, spec, leave)
    const stop = () => void opened.end()
    options_.signal.addEventListener('abort', stop, { once: true })
    try {
      const client = await greet(sdk, spec, opened, options_, mode)
      client.onclose = () => leave('The connection was closed.')
      return { client, opened, closed, leave }
    } catch (error) {
      // Whoever ended it knows more than the question that broke off.
      const reason = await Promise.race([closed, Promise.resolve(null)])
      await opened.end()
      if (reason !== null && !options_.signal.aborted)
        throw new HarombeError('DISCONNECTED', reason, { cause: error })
      throw linkError(error, sdk, options_.signal)
    } finally {
      options_.signal.removeEventListener('abort', stop)
    }
  }

  /** An older server may end itself over the newer hello; it gets the older one then. */
  async function connectEitherWay(sdk: Sdk, spec: ServerSpec, options_: LinkOptions) {
    try {
      return await connect(sdk, spec, options_, 'auto')
    } catch (error) {
      const isWorthIt =
        error instanceof HarombeError && error.code === 'DISCONNECTED' && spec.address.kind === 'stdio'
      if (!isWorthIt || options_.signal.aborted || error.message.startsWith('There is no program'))
        throw error
      return await connect(sdk, spec, options_, 'legacy')
    }
  }

  return async (spec, linkOptions) => {
    const sdk = await loadSdk()
    const { client, opened, closed, leave } = await connectEitherWay(sdk, spec, linkOptions)
    let calls = 0

    /** Whoever ended the connection knows more of it than the question that broke off. */
    async function explained(error: unknown, signal: AbortSignal): Promise<HarombeError> {
      const known = linkError(error, sdk, signal)
      if (known.code !== 'DISCONNECTED') return known
      const reason = await Promise.race([closed, Promise.resolve(null)])
      if (reason !== null) return new HarombeError('DISCONNECTED', reason, { cause: error })
      // Over HTTP there is no wire to break: that a request failed is how one learns that the server is gone.
      if (opened.isHttp) leave(known.message)
      return known
    }

    const link: ServerLink = {
      closed,
      async list(signal) {
        try {
          const values: unknown[] = []
          let cursor: string | undefined
          if (client.getServerCapabilities()?.tools === undefined) return readToolList([])
          for (let page = 0; page < limits.pages; page++) {
            // Page by page: the SDK's own walk would hold all of them before anybody counts.
            const params = cursor === undefined ? {} : { cursor }
            const answer = await client.request(
              { method: 'tools/list', params },
              { signal, timeout: limits.list },
            )
            values.push(...answer.tools)
            if (answer.nextCursor === undefined || values.length > limits.tools) return readToolList(values)
            cursor = answer.nextCursor
          }
          throw new HarombeError('MALFORMED_RESPONSE', 'The list of tools never ends.', { retryable: false })
        } catch (error) {
          throw await explained(error, signal)
        }
      },
      async call(tool, argumentsOf, { signal, onProgress }) {
        if (calls >= limits.callsAtOnce)
          throw new HarombeError('NODE_BUSY', 'The server is busy with other calls already.')
        calls++
        try {
          const answer = await client.callTool(
            { name: tool.name, arguments: { ...argumentsOf } },
            {
              signal,
              timeout: spec.timeoutMs,
              toolDefinition: { name: tool.name, inputSchema: { ...tool.inputSchema, type: 'object' } },
              onprogress({ progress, total, message }) {
                const share = total === undefined ? `${progress}` : `${progress} of ${total}`
                onProgress(quoted(message === undefined ? share : `${share}: ${message}`))
              },
            },
          )
          return readCallResult(answer)
        } catch (error) {
          throw await explained(error, signal)
        } finally {
          calls--
        }
      },
      async close() {
        leave('The connection was closed.')
        if (opened.transport instanceof sdk.StreamableHTTPClientTransport) {
          const { transport } = opened
          const farewell = transport.terminateSession().catch(() => undefined)
          const isOver = new AbortController()
          await Promise.race([farewell, pause(limits.exitGrace, isOver.signal, clock)])
          isOver.abort()
        }
        await client.close().catch(() => undefined)
        await opened.end()
      },
    }
    return link
  }
}
