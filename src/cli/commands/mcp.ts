import type { McpServerView } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { approvalLines, serverLines } from '../mcp-texts'
import { reportUsage, withoutControls } from '../output'
import type { ExitCode, RunContext } from '../run-context'
import type { Session } from '../session'
import { toSnakeCase } from '../snake-case'
import { isAgreed, type Keyboard, person } from './model-jobs'

/** How long servers that connect are waited for, ms; the first start of one may download it. */
const patienceMs = 30_000

/** The servers once each is settled, or as they stand when that takes too long. */
async function readServers({ client }: Session, signal: AbortSignal): Promise<McpServerView[]> {
  const enough = AbortSignal.timeout(patienceMs)
  let servers: McpServerView[] = []
  try {
    const views = client.stream('agent.watchMcpServers', {}, { signal: AbortSignal.any([signal, enough]) })
    for await (const view of views) {
      servers = view
      if (servers.every(({ state }) => state !== 'connecting')) break
    }
  } catch (error) {
    if (!enough.aborted) throw error
  }
  return servers
}

export async function mcpList({ terminal, withSession, signal }: RunContext): Promise<ExitCode> {
  const servers = await withSession(session => readServers(session, signal))
  if (terminal.json) {
    terminal.data(toSnakeCase({ servers }))
    return 0
  }
  if (servers.length === 0) {
    terminal.line('harombe.yaml has no MCP servers. docs/mcp.md shows how to add one under mcp.servers.')
    return 0
  }
  for (const line of serverLines(servers)) terminal.line(line)
  for (const { name, problem } of servers)
    if (problem !== null) terminal.note(withoutControls(`${name}: ${problem}`))
  if (servers.some(({ state }) => state === 'approval_needed'))
    terminal.note('Look at what a server offers, and allow it, with `harombe mcp approve NAME`.')
  return 0
}

export interface ApproveOptions {
  yes?: boolean | undefined
}

/** What there is to approve. @throws HarombeError NOT_FOUND, CONFLICT */
function toApprove(servers: readonly McpServerView[], name: string): McpServerView & { digest: string } {
  const server = servers.find(candidate => candidate.name === name)
  if (server === undefined) {
    throw new HarombeError('NOT_FOUND', `There is no MCP server "${name}" in harombe.yaml.`, {
      hint: '`harombe mcp list` shows those there are.',
    })
  }
  const { digest, state, problem } = server
  if (digest !== null && (state === 'approval_needed' || state === 'ready')) return { ...server, digest }
  throw new HarombeError('CONFLICT', `What "${name}" offers could not be read.`, {
    hint:
      state === 'disabled' ? 'It is switched off in harombe.yaml.' : (problem ?? 'Try again in a moment.'),
  })
}

/** Shows word for word what a server tells models, and takes it as it is when a person says so. */
export async function mcpApprove(
  name: string,
  options: ApproveOptions,
  context: RunContext,
  keyboard: Keyboard = person,
): Promise<ExitCode> {
  const { terminal, signal } = context
  const session = await context.connectToRunning()
  if (session === null) {
    throw new HarombeError('DISCONNECTED', 'harombe is not running, so nothing can be approved.', {
      hint: 'Start the app or `harombe serve` first.',
    })
  }
  try {
    const server = toApprove(await readServers(session, signal), name)
    const { digest } = server
    if (server.state === 'ready') {
      if (terminal.json) terminal.data({ name, digest, approved: true })
      else terminal.line(`What ${name} offers was approved already.`)
      return 0
    }
    if (!terminal.json) for (const line of approvalLines(server)) terminal.line(line)
    if (options.yes !== true) {
      if (terminal.json || keyboard === null)
        return reportUsage(
          terminal,
          'Nobody is there to be asked.',
          'Add --yes once you have read what it offers.',
        )
      const question = `Offer these tools of ${name} to models? [y/N] `
      if (!(await isAgreed(question, keyboard, signal))) {
        terminal.note('Nothing was approved.')
        return 1
      }
    }
    await session.client.call('agent.approveMcpServer', { name, digest })
    if (terminal.json) terminal.data({ name, digest, approved: true })
    else terminal.line(`Approved. Every call of a tool of ${name} is still asked for.`)
    return 0
  } finally {
    await session.close()
  }
}
