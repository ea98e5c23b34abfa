import type { DiscoveryState } from '../../shared/entities'
import { formatTable } from '../output'
import type { ExitCode, RunContext } from '../run-context'
import type { Session } from '../session'

/** The first question goes out at once and is repeated after a second: who is there has answered by then. */
const patienceMs = 3_000

async function lookAround({ client }: Session, signal: AbortSignal): Promise<DiscoveryState | null> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
  let last: DiscoveryState | null = null
  try {
    for await (const state of client.stream('cluster.watchDiscovery', {}, { signal: limit })) {
      last = state
      if (state.state !== 'running' || state.nodes.length > 0) break
    }
  } catch (error) {
    // Nobody answered within the time: that is an answer.
    if (!limit.aborted || signal.aborted) throw error
  }
  return last
}

const offText = [
  'harombe is not looking for others.',
  'Set cluster.discovery.method to mdns in harombe.yaml, and keep harombe running (`harombe serve` or the app).',
]

/** Which other harombes were found on the network. Finding none is no failure; not being able to look is one. */
export async function clusterDiscover(context: RunContext): Promise<ExitCode> {
  const { terminal, signal } = context
  return context.withSession<ExitCode>(async session => {
    const found = await lookAround(session, signal)
    if (terminal.json) {
      terminal.data(found ?? { state: 'off', problem: null, announcing: false, nodes: [] })
      return found?.state === 'failed' ? 1 : 0
    }
    if (found === null || found.state === 'off') {
      for (const line of offText) terminal.line(line)
      return 0
    }
    if (found.problem !== null) {
      terminal.note(found.problem)
      return 1
    }
    if (found.nodes.length === 0)
      terminal.line('Nobody was found. `harombe doctor` looks for what may be in the way.')
    else {
      const rows = found.nodes.map(({ name, url, tier, model, knownAs, looksLike, movedFrom }) => [
        name,
        url,
        tier === null ? '-' : String(tier),
        model ?? '-',
        knownAs !== null
          ? `is ${knownAs}`
          : movedFrom !== undefined
            ? `seems to be ${movedFrom}, moved`
            : looksLike !== undefined
              ? `NOT ${looksLike}, only looks like it`
              : 'new',
      ])
      for (const line of formatTable(['NAME', 'ADDRESS', 'TIER', 'MODEL', 'IN THE CLUSTER'], rows))
        terminal.line(line)
    }
    return 0
  })
}
