import { once } from 'node:events'
import { abilitiesOf, type McpAbilities } from '../../core/gateway/mcp/abilities'
import { addHarombeTools } from '../../core/gateway/mcp/harombe-tools'
import { instructions, loadServerSdk } from '../../core/gateway/mcp/load-sdk'
import { hasCode } from '../../shared/errors'
import { version } from '../environment'
import type { ExitCode, RunContext } from '../run-context'
import type { Session } from '../session'

/** One message; what a question may hold, and room to spare. */
const maxMessageBytes = 8 * 1024 * 1024

export interface McpServeOptions {
  conversations?: boolean | undefined
}

/** The coordinator that runs, or one in this process; found again when it was restarted. */
function createLender(openSession: RunContext['openSession']) {
  let opening: Promise<Session> | null = null

  async function use<T>(work: (abilities: McpAbilities) => Promise<T>): Promise<T> {
    opening ??= openSession()
    const used = opening
    try {
      return await work(abilitiesOf((await used).client))
    } catch (error) {
      // The next call looks for it anew; this one may have been answered already, so it is not asked again by itself.
      if (opening === used && hasCode(error, 'DISCONNECTED')) {
        opening = null
        void used.then(session => session.close()).catch(() => undefined)
      }
      throw error
    }
  }

  return {
    use,
    async close() {
      await opening?.then(session => session.close()).catch(() => undefined)
    },
  }
}

/** harombe as an MCP server on standard input and output, for agents that start their servers as programs. */
export async function mcpServe(
  { conversations = false }: McpServeOptions,
  { openSession, signal, terminal }: RunContext,
): Promise<ExitCode> {
  const lender = createLender(openSession)
  const [{ McpServer }, { serveStdio, StdioServerTransport }] = await Promise.all([
    loadServerSdk(),
    import('@modelcontextprotocol/server/stdio'),
  ])
  if (process.stdin.isTTY === true)
    terminal.note('This speaks MCP to another program; docs/mcp.md shows how to set one up. Ctrl-D leaves.')
  const ended = Promise.race([
    once(process.stdin, 'end'),
    once(process.stdin, 'close'),
    once(signal, 'abort'),
  ])
  const server = serveStdio(
    () => {
      const made = new McpServer({ name: 'harombe', version }, { instructions })
      addHarombeTools(made, {
        use: lender.use,
        mayReadConversations: conversations,
        monotonic: () => performance.now(),
        report: error =>
          terminal.note(`unexpected: ${error instanceof Error ? error.message : String(error)}`),
      })
      return made
    },
    {
      transport: new StdioServerTransport(process.stdin, process.stdout, { maxBufferSize: maxMessageBytes }),
    },
  )
  await ended
  await server.close()
  await lender.close()
  return 0
}
