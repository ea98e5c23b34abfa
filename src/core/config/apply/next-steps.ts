import type { ApplyStep, ApplyStepState } from '../../../shared/entities'

/** Downloads at once: more share one line to the internet and only make each of them later. */
const maxPulls = 4
/** Steps at once: each writes down that it begins, and nobody is served faster by a thousand that do so together. */
const maxRunning = 32

const hasEnded = (state: ApplyStepState) => state !== 'pending' && state !== 'running'
const cameToNothing = (state: ApplyStepState) => hasEnded(state) && state !== 'done'

/** The cluster's own lane waits for what it needs, and is not stopped by a node that failed. */
const isOfCluster = ({ node }: Pick<ApplyStep, 'node'>) => node === null

function statesOf(steps: readonly ApplyStep[]): (id: string) => ApplyStepState {
  const states = new Map(steps.map(({ id, state }) => [id, state]))
  // A need that is no step of this run was none of its targets.
  return id => states.get(id) ?? 'done'
}

/** The steps that may begin now, in the order of the plan. At most one step at a time runs on a server, and in a lane. */
export function stepsToBegin(
  steps: readonly ApplyStep[],
  serverOf: (node: string) => string,
): readonly ApplyStep[] {
  const stateOf = statesOf(steps)
  const serverUsedBy = ({ node }: ApplyStep) => (node === null ? null : serverOf(node))
  const running = steps.filter(({ state }) => state === 'running')
  const busy = new Set(running.map(serverUsedBy))
  let pulls = running.filter(({ kind }) => kind === 'pull').length
  const begun: ApplyStep[] = []
  const lanesSeen = new Set<string | null>()
  for (const step of steps) {
    if (running.length + begun.length >= maxRunning) break
    const isFirstOfLane = !lanesSeen.has(step.node)
    if (!hasEnded(step.state)) lanesSeen.add(step.node)
    if (step.state !== 'pending' || !isFirstOfLane) continue
    const isReady = isOfCluster(step)
      ? step.needs.every(id => hasEnded(stateOf(id)))
      : step.needs.every(id => stateOf(id) === 'done')
    const server = serverUsedBy(step)
    if (!isReady || (server !== null && busy.has(server))) continue
    if (step.kind === 'pull' && pulls >= maxPulls) continue
    if (step.kind === 'pull') pulls += 1
    busy.add(server)
    begun.push(step)
  }
  return begun
}

/** Steps that will never begin, each with the one that came to nothing before it: of its lane, or that it needs. */
export function stepsToSkip(steps: readonly ApplyStep[]): readonly { step: ApplyStep; because: ApplyStep }[] {
  const byId = new Map(steps.map(step => [step.id, step]))
  const stopped = new Map<string, ApplyStep>()
  const stopperOfLane = new Map<string, ApplyStep>()
  const skipped: { step: ApplyStep; because: ApplyStep }[] = []
  const stopperOf = (id: string) => {
    const step = byId.get(id)
    return step !== undefined && cameToNothing(step.state) ? step : stopped.get(id)
  }
  for (const step of steps) {
    if (step.node === null) continue
    const because =
      stopperOfLane.get(step.node) ?? step.needs.map(stopperOf).find(stopper => stopper !== undefined)
    if (cameToNothing(step.state)) stopperOfLane.set(step.node, because ?? step)
    if (step.state !== 'pending' || because === undefined) continue
    stopperOfLane.set(step.node, because)
    stopped.set(step.id, because)
    skipped.push({ step, because })
  }
  return skipped
}
