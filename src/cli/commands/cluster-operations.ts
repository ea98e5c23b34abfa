import type { NodeView } from '../../shared/entities'
import { nodeStatusRecord } from '../../shared/entities/cluster-status'
import { applyClusterUpdate, type RevisedView } from '../../shared/entities/cluster-update'
import { HarombeError } from '../../shared/errors'
import type { ExitCode, RunContext } from '../run-context'
import type { Session } from '../session'

const answersText = (count: number) => (count === 1 ? '1 answer' : `${count} answers`)

/** Draining lasts as long as the coordinator does, so one that is started for this command would forget it at once. */
async function withRunning<T>(context: RunContext, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await context.connectToRunning()
  if (session === null) {
    throw new HarombeError('DISCONNECTED', 'No harombe is running here that could do this.', {
      hint: 'Start the app or `harombe serve`. To take a node out for good: `harombe cluster remove`, or enabled: false in harombe.yaml.',
    })
  }
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

/** Follows the node until it has nothing left to answer. @throws HarombeError NOT_FOUND when it is removed meanwhile */
async function untilIdle(
  { client }: Session,
  name: string,
  { terminal, signal }: RunContext,
): Promise<NodeView> {
  let current: RevisedView | null = null
  for await (const update of client.stream('cluster.watchCluster', {}, { signal })) {
    current = applyClusterUpdate(current, update)
    if (current === null)
      throw new HarombeError('DISCONNECTED', 'An update was missed; run the command again.')
    const node = current.view.nodes.find(candidate => candidate.name === name)
    if (node === undefined) throw new HarombeError('NOT_FOUND', `There is no node ${name} any more.`)
    if (node.status !== 'draining' || node.activeRequests === 0) return node
    if (!terminal.json) terminal.status(`${name} finishes ${answersText(node.activeRequests)}`)
  }
  throw new HarombeError('DISCONNECTED', 'The coordinator ended before the node was done.')
}

export async function clusterDrain(
  name: string,
  options: { wait?: boolean | undefined },
  context: RunContext,
): Promise<ExitCode> {
  const { terminal } = context
  return withRunning<ExitCode>(context, async session => {
    let node = await session.client.call('cluster.setNodeDraining', { name, draining: true })
    if (options.wait === true) {
      node = await untilIdle(session, name, context)
      if (!terminal.json) terminal.status('')
    }
    if (terminal.json) terminal.data(nodeStatusRecord(node))
    else {
      const rest = node.activeRequests
      const still = rest === 0 ? 'It is idle.' : `It finishes ${answersText(rest)}; --wait waits for that.`
      terminal.line(`${name} takes nothing new. ${still}`)
    }
    return 0
  })
}

export async function clusterResume(name: string, context: RunContext): Promise<ExitCode> {
  const { terminal } = context
  return withRunning<ExitCode>(context, async ({ client }) => {
    const node = await client.call('cluster.setNodeDraining', { name, draining: false })
    if (terminal.json) terminal.data(nodeStatusRecord(node))
    else if (node.status === 'online') terminal.line(`${name} takes questions again.`)
    else terminal.line(`${name} is no longer drained, but it is ${node.status.replace('_', ' ')}.`)
    return 0
  })
}

/** Written into harombe.yaml; a running coordinator goes by it at once. */
export async function clusterWeight(name: string, weight: number, context: RunContext): Promise<ExitCode> {
  const { terminal } = context
  return context.withSession<ExitCode>(async ({ client }) => {
    const changes = { weight: weight === 1 ? null : weight }
    const node = await client.call('cluster.updateNode', { name, changes })
    if (terminal.json) terminal.data({ ...nodeStatusRecord(node), weight: node.weight })
    else terminal.line(`${name} now has the weight ${node.weight}.`)
    return 0
  })
}

/** Sends what wakes it; nobody tells whether it was heard. */
export async function clusterWake(name: string, context: RunContext): Promise<ExitCode> {
  const { terminal } = context
  return context.withSession<ExitCode>(async ({ client }) => {
    const { sentTo } = await client.call('cluster.wakeNode', { name })
    if (terminal.json) terminal.data({ name, sent_to: sentTo })
    else
      terminal.line(
        `Sent a wake-up call for ${name} to ${sentTo.join(', ')}. It may take a minute to answer.`,
      )
    return 0
  })
}
