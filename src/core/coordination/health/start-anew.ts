import { HarombeError } from '../../../shared/errors'
import type { InferenceClient } from '../../inference/protocol'
import type { ClusterNode } from '../node'
import type { HealthDependencies } from './types'

const ownHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

/** A connection within this machine sleeps with it and goes on. */
function outlivesSleep({ spec }: ClusterNode): boolean {
  const url = URL.parse(spec.url)
  return url === null || url.protocol === 'embedded:' || ownHosts.has(url.hostname)
}

/** Its pooled connections are never used again. */
function replaceClient(
  node: ClusterNode,
  createClient: HealthDependencies['createClient'],
): InferenceClient | null {
  const { client, spec, retired } = node
  if (client === null || retired.signal.aborted) return null
  node.client = createClient({ baseUrl: spec.url, backend: client.kind, token: spec.token })
  return client
}

/** After sleep: connections to other machines are dead, though nothing says so yet. What ran on them begins again. */
export function startAnew(
  nodes: readonly ClusterNode[],
  {
    createClient,
    check,
  }: Pick<HealthDependencies, 'createClient'> & { check(node: ClusterNode): Promise<void> },
): void {
  const asleep = new HarombeError('STREAM_CUT_OFF', 'This machine was asleep, so the connection was lost.')
  const remote = nodes.filter(node => !outlivesSleep(node))
  for (const { interrupters } of remote) for (const interrupt of [...interrupters]) interrupt(asleep)
  for (const node of nodes) {
    if (!node.spec.enabled || node.retired.signal.aborted) continue
    const stale = remote.includes(node) ? replaceClient(node, createClient) : null
    void check(node).finally(() => stale?.close())
  }
}
