import { type NodeInput, nodeSchema } from '../../shared/config/schema'
import type { ClusterView } from '../../shared/entities'
import { backendNames } from '../../shared/entities/backend-names'
import { clusterStatusRecord, nodeStatusRecord } from '../../shared/entities/cluster-status'
import { applyClusterUpdate, type RevisedView } from '../../shared/entities/cluster-update'
import { HarombeError, hasCode } from '../../shared/errors'
import { firstIssue } from '../../shared/issues'
import { statusLines } from '../cluster-texts'
import { reportUsage, type Terminal } from '../output'
import type { ExitCode, RunContext } from '../run-context'
import type { Session } from '../session'
import { readView } from './read-view'

function viewText({ json }: Terminal, view: ClusterView): string {
  if (json) return JSON.stringify(clusterStatusRecord(view))
  if (view.nodes.length > 0) return statusLines(view).join('\n')
  return 'The cluster has no nodes. Add one with `harombe cluster add`, or try `harombe demo`.'
}

function noteProblem({ json, note }: Terminal, { configProblem }: ClusterView): void {
  if (configProblem !== null && !json) note(configProblem)
}

/** Prints the cluster whenever it looks different: most updates change nothing that is shown. */
async function watchView({ client }: Session, { terminal, signal }: RunContext): Promise<void> {
  let current: RevisedView | null = null
  let shown: string | null = null
  let problem: string | null = null
  for await (const update of client.stream('cluster.watchCluster', {}, { signal })) {
    current = applyClusterUpdate(current, update)
    if (current === null)
      throw new HarombeError('DISCONNECTED', 'An update was missed; run the command again.')
    const { view } = current
    if (view.configProblem !== problem) noteProblem(terminal, view)
    problem = view.configProblem
    const text = viewText(terminal, view)
    if (text === shown) continue
    if (shown !== null && !terminal.json) terminal.line()
    terminal.line(text)
    shown = text
  }
}

export async function clusterStatus(
  options: { watch?: boolean | undefined },
  context: RunContext,
): Promise<ExitCode> {
  return context.withSession<ExitCode>(async session => {
    if (options.watch !== true) {
      const view = await readView(session)
      noteProblem(context.terminal, view)
      context.terminal.line(viewText(context.terminal, view))
      return 0
    }
    try {
      await watchView(session, context)
    } catch (error) {
      // Ctrl-C is how one stops watching.
      if (!context.signal.aborted || !hasCode(error, 'CANCELLED')) throw error
    }
    return 0
  })
}

/** Looks at one node or all now. Fails when one that is meant to be used cannot be. */
export async function clusterTest(name: string | undefined, context: RunContext): Promise<ExitCode> {
  const { terminal } = context
  return context.withSession<ExitCode>(async ({ client }) => {
    const nodes = await client.call('cluster.checkNow', name === undefined ? {} : { name })
    const unusable = nodes.filter(node => node.enabled && node.status !== 'online')
    if (terminal.json) terminal.data({ nodes: nodes.map(nodeStatusRecord) })
    else if (nodes.length === 0) terminal.line('The cluster has no nodes to test.')
    else {
      for (const node of nodes) {
        const good = node.status === 'online'
        const detail = good
          ? `${backendNames[node.backend]}, ${Math.round(node.latencyMs ?? 0)} ms, serves ${node.models.join(', ') || node.model}`
          : node.status === 'model_missing'
            ? `answers, but does not serve ${node.model || 'any model'} (it has: ${node.models.join(', ') || 'none'})`
            : (node.error?.message ?? node.status)
        terminal.line(`${good ? 'ok  ' : 'FAIL'} ${node.name} (tier ${node.tier}, ${node.url}): ${detail}`)
        if (!good && node.error?.hint !== undefined) terminal.note(`     ${node.error.hint}`)
      }
    }
    return unusable.length === 0 ? 0 : 1
  })
}

export interface AddOptions {
  url?: string | undefined
  host?: string | undefined
  port?: number | undefined
  model?: string | undefined
  tier?: number | undefined
  backend?: string | undefined
  token?: string | undefined
  slots?: number | undefined
}

export async function clusterAdd(name: string, options: AddOptions, context: RunContext): Promise<ExitCode> {
  const { terminal } = context
  const { token, ...fields } = options
  if (options.url === undefined && options.host === undefined) {
    return reportUsage(
      terminal,
      `Where is ${name}?`,
      'Give --url http://HOST:PORT, or --host HOST and --port PORT.',
    )
  }
  const given = { name, ...fields, ...(token === undefined ? {} : { auth_token: token }) }
  const parsed = nodeSchema.safeParse(given)
  if (!parsed.success) {
    throw new HarombeError('BAD_REQUEST', firstIssue(parsed.error).text)
  }
  return context.withSession<ExitCode>(async ({ client }) => {
    const added = await client.call('cluster.addNode', given as NodeInput)
    // Otherwise a coordinator that was running already answers before it looked at the node.
    const [node = added] = await client.call('cluster.checkNow', { name: added.name })
    if (terminal.json) terminal.data(nodeStatusRecord(node))
    else terminal.line(`Added ${node.name} (tier ${node.tier}, ${node.url}).`)
    if (node.status !== 'online' && !terminal.json) {
      const reason = node.error?.message ?? node.status
      terminal.note(
        `It cannot be used yet: ${reason.replace(/\.$/, '')}. It is checked again every few seconds.`,
      )
    }
    return 0
  })
}

export async function clusterRemove(name: string, context: RunContext): Promise<ExitCode> {
  return context.withSession<ExitCode>(async ({ client }) => {
    await client.call('cluster.removeNode', { name })
    if (context.terminal.json) context.terminal.data({ removed: name })
    else context.terminal.line(`Removed ${name}.`)
    return 0
  })
}
