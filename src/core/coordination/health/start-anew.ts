import { HarombeError } from '../../../shared/errors'
import type { InferenceClient } from '../../inference/protocol'
import type { ClusterNode } from '../node'
import { isWithinMachine } from '../node-specs'
import type { HealthDependencies } from './types'

/** A connection within this machine sleeps with it and goes on. */
function outlivesSleep({ spec }: ClusterNode): boolean {
  const url = URL.parse(spec.url)
  return url === null || isWithinMachine(url)
}

/** A connection that nothing new goes over; to be closed when nobody uses it any more. */
export interface StaleConnection {
  client: InferenceClient
  users: ReadonlySet<unknown>
}

export interface StartAnewOptions extends Pick<HealthDependencies, 'createClient'> {
  /** Looks at it, and not only on a connection of before the sleep. */
  check(node: ClusterNode): Promise<void>
  onStale(connection: StaleConnection): void
  /** The last user of a stale connection may be gone. */
  onReleased(): void
}

/** After sleep: connections to other machines are dead, though nothing says so yet. What ran on them begins again. */
export function startAnew(
  nodes: readonly ClusterNode[],
  { createClient, check, onStale, onReleased }: StartAnewOptions,
): void {
  const asleep = new HarombeError('STREAM_CUT_OFF', 'This machine was asleep, so the connection was lost.')
  const remote = nodes.filter(node => !outlivesSleep(node))
  for (const { interrupters } of remote) for (const interrupt of [...interrupters]) interrupt(asleep)
  for (const node of nodes) {
    const { client, spec, retired, interrupters } = node
    if (!spec.enabled || retired.signal.aborted) continue
    if (client === null || !remote.includes(node)) {
      void check(node)
      continue
    }
    // Whoever was told to give up leaves the old set in a moment; a check may be under way on the old connection, too.
    const users = interrupters
    const ourCheck = () => undefined
    users.add(ourCheck)
    node.interrupters = new Set()
    node.client = createClient({ baseUrl: spec.url, backend: client.kind, token: spec.token })
    onStale({ client, users })
    void check(node).finally(() => {
      users.delete(ourCheck)
      onReleased()
    })
  }
}
