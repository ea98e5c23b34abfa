import type { HarombeClient } from '../../shared/contract'
import type { NetworkFinding } from '../../shared/entities'
import type { Finding } from './finding'

const verdicts = { ok: 'ok', not_checked: 'skip', warning: 'warn', problem: 'fail' } as const

/** Whether the nodes work was said before; here it is about why. */
export function networkFindings(findings: readonly NetworkFinding[]): Finding[] {
  return findings.map(({ check, verdict, message, hint }) => ({
    check: `network: ${check}`,
    verdict: verdicts[verdict],
    detail: verdict === 'not_checked' ? `not checked. ${message}` : message,
    hint,
  }))
}

/** Listener, interfaces, multicast, firewall and the way to every node. Takes a few seconds. */
export async function checkNetwork(client: HarombeClient): Promise<Finding[]> {
  return networkFindings(await client.call('cluster.diagnoseNetwork', {}))
}
