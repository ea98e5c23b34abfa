import type { Clock } from '../../shared/clock'
import type { RouteDecision } from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'
import type { Attempt } from './attempt'
import { allFailed, type Run } from './execution-run'
import { explainNoRoute } from './explain-no-route'
import type { NodeSnapshot, SelectionRequest } from './judge-node'
import type { ClusterNode } from './node'
import { type RoutingPolicy, type Selection, selectRoute } from './selection'

export interface ChoiceDependencies {
  clock: Clock
  nodes(): readonly ClusterNode[]
  snapshotOf(node: ClusterNode): NodeSnapshot
  policy(): RoutingPolicy
  /** Looks at every node again, for the moment when none seems usable. */
  recheck(signal: AbortSignal): Promise<void>
  /** Finds out what can be found out soon about the models there are. Never rejects. */
  learn(signal: AbortSignal): Promise<void>
}

/** How long a question waits to learn who can take it, when the alternative is to try somebody. */
const guessingMs = 1_000

/** Waits for what is being found out about models, so long at most, milliseconds. */
export async function learnWithin(
  ms: number,
  { signal }: Run,
  { clock, learn }: Pick<ChoiceDependencies, 'clock' | 'learn'>,
): Promise<void> {
  const patience = new AbortController()
  const cancel = clock.after(ms, () => patience.abort())
  await learn(AbortSignal.any([signal, patience.signal])).finally(cancel)
}

/** Nobody can be asked: why, and what was considered. */
export interface NoAttempt {
  kind: 'none'
  error: HarombeError
  decision: RouteDecision | null
}

/**
 * The next node to ask, with one of its slots already taken: in the same turn as the choice, or two questions of one moment
 * would both see it idle.
 */
export async function chooseNode(run: Run, dependencies: ChoiceDependencies): Promise<Attempt | NoAttempt> {
  let current = select(run, dependencies)
  if (current.selection.chosen === null && run.tried.size === 0 && !run.signal.aborted) {
    // A node may have come up since its last check; look once more before giving a query up.
    await dependencies.recheck(run.signal)
    current = select(run, dependencies)
  }
  // Some servers drop an image or a tool that their model does not know without a word: better not to guess.
  if (current.selection.chosen?.isGuess === true && run.tried.size === 0 && !run.signal.aborted) {
    await learnWithin(guessingMs, run, dependencies)
    current = select(run, dependencies)
  }
  const abortion = run.abortion()
  if (abortion !== null) return { kind: 'none', error: abortion, decision: null }
  const { snapshots, request, selection } = current
  const { chosen, decision } = selection
  const node = dependencies.nodes().find(({ spec }) => spec.name === chosen?.node)
  if (chosen !== null && node !== undefined && node.client !== null) {
    node.activeRequests += 1
    return { kind: 'node', selection: { ...selection, chosen }, node, client: node.client }
  }
  // When nobody was even there, what matters is how every node stands, not that some were tried.
  const nobodyThere = run.failovers.every(({ error }) => error.code === 'NODE_UNREACHABLE')
  const error = nobodyThere
    ? explainNoRoute(snapshots, dependencies.policy(), request, decision)
    : allFailed(run, decision.candidates)
  return { kind: 'none', error, decision }
}

/** Who would be asked next. */
export const nextNode = (run: Run, dependencies: ChoiceDependencies): Selection['chosen'] =>
  select(run, dependencies).selection.chosen

function select(run: Run, dependencies: ChoiceDependencies) {
  const snapshots = dependencies.nodes().map(dependencies.snapshotOf)
  const request: SelectionRequest = { ...run.selectionRequest, tried: run.tried }
  return { snapshots, request, selection: selectRoute(snapshots, dependencies.policy(), request) }
}
