import type { Clock } from '../../shared/clock'
import type { RouteDecision } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import type { Attempt, ExecutionProgress } from './attempt'
import type { Run } from './execution-run'
import { explainNoRoute } from './explain-no-route'
import type { Dispatcher, Look } from './queue/dispatcher'
import type { LineEntry, LineNews } from './queue/types'
import { allFailed, unaskedOf } from './retry-rules'
import type { RoutingPolicy, Selection } from './selection'
import type { ExecutionEvent } from './types'

export interface ChoiceDependencies {
  clock: Clock
  dispatcher: Dispatcher
  policy(): RoutingPolicy
  /** Looks at every node again, for the moment when none seems usable. */
  recheck(signal: AbortSignal): Promise<void>
  /** Finds out what can be found out soon about the models there are. Never rejects. */
  learn(signal: AbortSignal): Promise<void>
  onProgress(progress: ExecutionProgress): void
}

/** How long a question waits to learn who can take it, when the alternative is to try somebody. */
const guessingMs = 1_000
/** Nobody can tell when a slot will be free. */
const presumedRetryMs = 5_000

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

type Chosen = Attempt | NoAttempt

/**
 * The next node to ask, with one of its slots already taken: in the same turn as the choice, or two questions of one moment
 * would both see it idle. Where nobody waits and a slot is free, that is all; else it joins the line, and the events tell how
 * far it has come.
 */
export async function* chooseNode(
  run: Run,
  dependencies: ChoiceDependencies,
): AsyncGenerator<ExecutionEvent, Chosen> {
  const { dispatcher } = dependencies
  const kind = mayBeRefusedAtOnce(run, dispatcher) ? kindOf(run) : null
  const refused = kind === null ? null : dispatcher.refusals.find(kind, run.selectionRequest)
  if (refused !== null) return turnedAway(run, refused.decision, refused.expectedMs)
  let look = dispatcher.look(run)
  if (look.placing === null && (run.tried.size === 0 || run.gone.size > 0) && !run.signal.aborted) {
    // A node may have come up since its last check; look once more before giving a query up.
    await dependencies.recheck(run.signal)
    look = dispatcher.look(run)
  }
  // Some servers drop an image or a tool that their model does not know without a word: better not to guess.
  if (look.selection.chosen?.isGuess === true && !run.hasLearnt && !run.signal.aborted) {
    run.hasLearnt = true
    await learnWithin(guessingMs, run, dependencies)
    look = dispatcher.look(run)
  }
  const abortion = run.abortion()
  if (abortion !== null) return { kind: 'none', error: abortion, decision: null }
  const { placing } = look
  if (placing?.type === 'take' && dispatcher.line.length === 0) {
    const attempt = dispatcher.take(run, look, placing.node)
    if (attempt !== null) return attempt
  }
  if (placing === null && !dispatcher.isHopeful(run, look)) return noRoute(run, look, dependencies)
  return yield* waitInLine(run, look, dependencies)
}

/** It is new, and comes to a full line. What was begun already is taken into any line. */
const mayBeRefusedAtOnce = (run: Run, { line }: Dispatcher): boolean =>
  line.isFull &&
  run.lane !== 'resumed' &&
  run.tried.size === 0 &&
  run.continuing === null &&
  !run.hasLearnt &&
  !run.signal.aborted

/** What decides where a request may go; see `LineEntry.kind`. */
function kindOf({
  origin,
  selectionRequest: { target, classification, settledModel, requirements, keepNode, steps },
  tried,
}: Run) {
  const { needs, prefers } = requirements
  const asked = [
    origin,
    target.node,
    target.model,
    target.tier,
    classification.tier,
    settledModel?.name,
    keepNode,
  ]
  if (keepNode !== undefined) asked.push(steps?.step, String(steps?.openCalls))
  return [...asked, needs.join(), prefers.join(), [...tried.keys()].join()].join('\n')
}

async function* waitInLine(
  run: Run,
  look: Look,
  dependencies: ChoiceDependencies,
): AsyncGenerator<ExecutionEvent, Chosen> {
  const { dispatcher, clock, onProgress } = dependencies
  const { line } = dispatcher
  const joinedAt = clock.monotonic()
  const entry: LineEntry<Attempt> = {
    lane: run.lane,
    client: run.client,
    kind: kindOf(run),
    size: run.selectionRequest.requirements.contextTokens,
    place: ahead => dispatcher.place(run, ahead),
    release: attempt => attempt.slot.release(),
    maxWaitMs: Math.max(0, run.maxWaitMs - run.queuedMs),
    signal: run.signal,
  }
  const place = entry.maxWaitMs === 0 ? null : line.join(entry)
  if (place === null) {
    const answer = dispatcher.place(run, line.length)
    if (answer.type === 'placed') return answer.placement
    const expected = answer.type === 'not_yet' ? answer.expectedMs(line.length) : undefined
    if (answer.type === 'not_yet' && mayBeRefusedAtOnce(run, dispatcher))
      dispatcher.refusals.add(entry.kind, entry.size, look.selection, expected)
    return turnedAway(run, look.selection.decision, expected)
  }
  try {
    for (;;) {
      const news: LineNews<Attempt> = await place.next()
      if (news.type === 'placed') return news.placement
      if (news.type === 'left') {
        const error = run.abortion() ?? new HarombeError('DISCONNECTED', 'harombe is stopping.')
        return { kind: 'none', error, decision: null }
      }
      if (news.type === 'hopeless' || (news.type === 'expired' && news.stage === 'waiting')) {
        return noRoute(run, dispatcher.look(run), dependencies)
      }
      if (news.type === 'expired') {
        return waitedTooLong(run, look, run.queuedMs + clock.monotonic() - joinedAt)
      }
      const { stage, ahead } = news
      // When a node comes back nobody can tell; how long it is waited for is known.
      const leftMs = Math.max(0, joinedAt + entry.maxWaitMs - clock.monotonic())
      const expectedMs = stage === 'waiting' ? leftMs : news.expectedMs
      const woken = stage === 'waiting' ? dispatcher.wake(run, dispatcher.look(run)) : null
      onProgress({ state: stage, ahead })
      yield {
        type: 'stage',
        stage: woken === null ? stage : 'waking',
        node: woken,
        ahead,
        ...(expectedMs === undefined ? {} : { expectedMs }),
      }
    }
  } finally {
    run.queuedMs += clock.monotonic() - joinedAt
    place.leave()
  }
}

function noRoute(
  run: Run,
  { snapshots, request, selection }: Look,
  { policy }: ChoiceDependencies,
): NoAttempt {
  const { decision } = selection
  // When nobody was even there, what matters is how every node stands, not that some were tried.
  const nobodyThere = run.failovers.every(({ error }) => error.code === 'NODE_UNREACHABLE')
  const error = nobodyThere
    ? explainNoRoute(snapshots, policy(), request, decision)
    : allFailed(run, decision.candidates)
  return { kind: 'none', error, decision }
}

const attemptsOf = (run: Run) =>
  run.failovers.map(({ node, error }) => ({ node, code: error.code, message: error.message }))

function turnedAway(run: Run, decision: RouteDecision, expectedMs = presumedRetryMs): NoAttempt {
  const error = new HarombeError('NODE_BUSY', 'Every node is busy, and as many requests wait as may.', {
    hint: 'Try again in a moment, or raise cluster.queue.max_length.',
    data: { retryAfterMs: Math.max(1_000, Math.round(expectedMs)), attempts: attemptsOf(run) },
  })
  return { kind: 'none', error, decision }
}

function waitedTooLong(run: Run, { selection }: Look, waitedMs: number): NoAttempt {
  const seconds = Math.round(waitedMs / 1000)
  const left = unaskedOf(run, selection.decision.candidates)
  const message = `No slot that could take this became free within ${seconds} s.${left}`
  const error = new HarombeError('NODE_BUSY', message, {
    hint: 'Try again in a moment, add a node, or raise cluster.queue.max_wait.',
    data: { retryAfterMs: presumedRetryMs, attempts: attemptsOf(run) },
  })
  return { kind: 'none', error, decision: selection.decision }
}

/** Who would be asked next. */
export const nextNode = (run: Run, { dispatcher }: ChoiceDependencies): Selection['chosen'] => {
  const { placing, selection } = dispatcher.look(run)
  return placing?.type === 'take' ? placing.node : selection.chosen
}
