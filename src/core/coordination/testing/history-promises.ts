import { outcomeOf } from './cluster'
import { type Ask, answerTo, type History } from './history'
import type { Machine } from './scripted-machines'

/** Tries after which a node may have worked on the question. */
const free = ['NODE_UNREACHABLE', 'NODE_BUSY', 'NODE_LOADING', 'MODEL_MISSING']

/** Without a test library, whose every check costs more than the step of a history it is about. */
function hold(holds: boolean, broken: string): void {
  if (!holds) throw new Error(broken)
}

function checkAnswer(
  { id, words, request, events, cancelledAt, startedAt, endedAt }: Ask,
  stalledMs: number,
): void {
  const { end, text } = outcomeOf(events)
  const { failovers } = end
  const whole = answerTo(id, words)
  const mayTakeBack = request.onStreamFailure === 'restart' || request.mayRestart === true
  if (end.type === 'finished') hold(text === whole, `not the right answer, once and whole: ${text}`)
  else hold(whole.startsWith(text), `not the beginning of the right answer: ${text}`)
  hold(endedAt - startedAt <= 40_000 + stalledMs, 'it outlived its time')

  const costly = failovers.filter(({ error }) => !free.includes(error.code))
  hold(costly.length <= 8, `more attempts than the budget: ${costly.length}`)
  for (const event of events) {
    if (event.type !== 'failedOver' || event.failover.stage === 'before_first_token') continue
    hold(request.onStreamFailure !== 'terminate', 'it went on though it was not to')
    if (event.failover.mode === 'restart') hold(mayTakeBack, 'words were taken back')
    else hold(request.onStreamFailure === 'continue', 'it was gone on with though it was not to be')
  }
  if (request.target.node !== undefined) {
    const asked = failovers.map(({ node }) => node)
    if (end.type === 'finished') asked.push(end.answeredBy.node)
    hold(
      asked.every(name => name === request.target.node),
      'a forced node was replaced',
    )
  }
  if (end.type === 'finished') return
  hold(end.error.code !== 'CANCELLED' || cancelledAt !== null, 'nobody cancelled it')
  hold(cancelledAt === null || endedAt <= cancelledAt, 'it went on after it was cancelled')
  hold(end.error.code !== 'INTERNAL', 'a fault of the coordinator')
}

function checkRecords({ records, asks, embeddings, maxWaitMs, stalledMs }: History): void {
  hold(records.length === asks.length + embeddings.length, 'a request without a record, or with two')
  hold(new Set(records.map(({ id }) => id)).size === records.length, 'two records of one id')
  for (const { queuedMs, outcome, spentTokens, tokens, failovers, durationMs } of records) {
    hold(queuedMs <= maxWaitMs + 1_001 + stalledMs, `it waited longer than it may: ${queuedMs}`)
    hold(outcome !== 'complete' || spentTokens >= tokens, 'tokens came from nowhere')
    // A look at nodes that may have come up, or at what a model can do, goes before.
    const isAtOnce =
      outcome !== 'rejected' || queuedMs > 0 || failovers.length > 0 || durationMs <= 4_000 + stalledMs
    hold(isAtOnce, 'it was kept waiting to be turned away')
  }
}

function checkMachine(machine: Machine): void {
  hold(machine.open === 0, 'a stream was left open')
  hold(machine.probesAtOnce <= 2, 'checks overlapped')
  const isBlind = machine.abilities.small?.vision === 'no'
  const isPicture = ({ messages }: Machine['requests'][number]) =>
    messages.some(({ images }) => images !== undefined)
  hold(!(isBlind && machine.requests.some(isPicture)), 'an image was shown to a blind node')
  const windows = new Set(machine.requests.map(({ contextLength }) => contextLength))
  hold(windows.size <= 1, 'a node was made to load its model again')
  for (const { closed, closedInUse } of machine.clients) {
    hold(!closedInUse, 'a connection was closed in use')
    hold(closed, 'a connection was left open')
  }
}

/**
 * Holds a history to everything that is promised to whoever asks a cluster; stops its cluster.
 * @throws Error that says what was broken
 */
export async function checkHistory(history: History): Promise<void> {
  const { cluster, asks, embeddings, machines, broken, stalledMs } = history
  const { manager, clock } = cluster
  hold(broken.length === 0, broken.slice(0, 3).join('; '))
  for (const ask of asks) if (!ask.leftEarly) checkAnswer(ask, stalledMs)
  hold(
    embeddings.every(({ isOver }) => isOver),
    'embeddings were never made',
  )
  checkRecords(history)
  const { requests, summary, nodes } = manager.view()
  hold(requests.length === 0 && summary.queued === 0, 'a request never left the view')
  for (const { name, activeRequests, queued } of nodes) {
    hold(activeRequests === 0 && queued === 0, `a slot of ${name} was not given back`)
  }
  await clock.finish(manager.setNodes([]))
  await manager.stop()
  await clock.settle()
  hold(clock.pending() === 0, 'timers left after stop')
  for (const machine of machines.values()) checkMachine(machine)
}
