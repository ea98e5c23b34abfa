import type { Clock } from '../../../shared/clock'
import { HarombeError } from '../../../shared/errors'
import type { Attempt } from '../attempt'
import type { Run } from '../execution-run'
import type { NodeSnapshot, SelectionRequest } from '../judge-node'
import type { ClusterNode } from '../node'
import type { PlacedWork } from '../placement/types'
import { isBlameless, isBusy } from '../retry-rules'
import { decideFor, type Ranked, type RoutingPolicy, type Selection, selectRoute } from '../selection'
import { slotsOf } from '../slots'
import { isCold } from '../warmth'
import { type Blame, createBlame } from './blame'
import { createNodePressure } from './node-pressure'
import { type PlacingDecision, placeRequest } from './place-request'
import { createRefusals, type Refusals } from './refusals'
import { createRetryBudget, type RetryBudget } from './retry-budget'
import { createSleepers } from './sleepers'
import { type Slot, takeSlot } from './slot'
import type { PlaceAnswer, WaitingLine } from './types'
import { createWaitingLine } from './waiting-line'

/** A node that was there so lately is waited for; one that is away for longer is not expected back. */
const expectedBackMs = 120_000

export interface DispatcherOptions {
  clock: Clock
  random(): number
  nodes(): readonly ClusterNode[]
  snapshotOf(node: ClusterNode): NodeSnapshot
  policy(): RoutingPolicy
  maxLength(): number
  /** Nodes that the user's rules keep the request from now, with the rule in words. */
  forbidden(run: Run): ReadonlyMap<string, string>
  /** Calls a machine that sleeps; absent: nobody is called. Never throws. */
  wake?: ((node: { name: string; mac: string }) => void) | undefined
  /** As far as the user's rules go, it may be given one more. */
  mayTakeMore(node: ClusterNode): boolean
  /** The request was given to the node. */
  placed(node: ClusterNode, ranked: Ranked, run: Run): PlacedWork
  /** A slot is free again. */
  onReleased(): void
  /** A node failed a request; its slot is not free yet. */
  onFailed(node: ClusterNode, model: string, error: HarombeError): void
}

const notBack = {
  type: 'not_yet',
  stage: 'waiting',
  node: null,
  expectedMs: () => undefined,
  waitsBelow: Number.POSITIVE_INFINITY,
} as const

/** Whoever names a node wakes that one only. */
const isWanted = ({ target }: SelectionRequest, name: string) =>
  target.node === undefined || target.node === name

/** The cluster as one request sees it at one moment. */
export interface Look {
  nodes: readonly ClusterNode[]
  /** In the same order. */
  snapshots: readonly NodeSnapshot[]
  request: SelectionRequest
  selection: Selection
  /** Null: nobody can take it. */
  placing: PlacingDecision | null
}

/** Which slot goes to whom. What all requests share of a cluster: the line, and what was learnt from failures. */
export interface Dispatcher {
  readonly line: WaitingLine<Attempt>
  nodes(): readonly ClusterNode[]
  readonly budget: RetryBudget
  readonly blame: Blame
  readonly refusals: Refusals
  look(run: Run, ahead?: number): Look
  /** Takes the slot of a node that was chosen in this very turn; null when it is gone. */
  take(run: Run, look: Look, ranked: Ranked): Attempt | null
  /** For the line: as `look` and `take`. */
  place(run: Run, ahead: number): PlaceAnswer<Attempt>
  /**
   * Somebody who could take it was there a short while ago and may be again. Who waits already also waits for one that is being
   * drained; with nobody else nothing new is begun.
   */
  isHopeful(run: Run, look: Look, isWaiting?: boolean): boolean
  /**
   * Of the machines that sleep the one that would take it, called at most once a minute; null when there is none. While it may
   * come up because of that it is waited for.
   */
  wake(run: Run, look: Look): string | null
  /** A node answered its check. */
  seen(node: ClusterNode): void
  stop(): void
}

/** What goes on with an answer must be the model that began it, and able to. */
function requestOf(
  { selectionRequest, continuing }: Run,
  tried: ReadonlyMap<string, string>,
): SelectionRequest {
  if (continuing === null) return { ...selectionRequest, tried }
  const { target, requirements } = selectionRequest
  const { model, others } = continuing
  return {
    ...selectionRequest,
    // Who named none asked for none: the model was settled by whoever began.
    ...(target.model === undefined
      ? { settledModel: { name: model, because: `${model} began this answer and goes on with it.` } }
      : { target: { ...target, model } }),
    requirements: {
      ...requirements,
      needs: requirements.needs.includes('prefill') ? requirements.needs : [...requirements.needs, 'prefill'],
      contextTokens: requirements.contextTokens + continuing.tokens,
    },
    tried,
    leftOut: others,
  }
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { clock, nodes, policy } = options
  const line = createWaitingLine<Attempt>(clock, options.maxLength, () => nodes().some(mayTakeOne))
  const pressure = createNodePressure(clock, options.random, () => line.advance())
  const blame = createBlame(clock)
  const lastSeen = new WeakMap<ClusterNode, number>()
  const taken = new WeakMap<ClusterNode, Set<Slot>>()

  /** As the node stands, with the slots it has for us now. */
  function snapshotOf(node: ClusterNode): NodeSnapshot {
    const snapshot = options.snapshotOf(node)
    const rest = pressure.restsFor(node)
    if (rest === 0) return snapshot
    const slots = Math.max(1, pressure.slots(node, snapshot.slots))
    return { ...snapshot, slots, waitMs: Math.max(snapshot.waitMs ?? 0, rest) }
  }

  function select(
    run: Run,
    snapshots: readonly NodeSnapshot[],
    tried: ReadonlyMap<string, string>,
  ): { request: SelectionRequest; selection: Selection } {
    const request = { ...requestOf(run, tried), forbidden: options.forbidden(run) }
    return { request, selection: selectRoute(snapshots, policy(), request) }
  }

  /** Nodes that were gone and have answered a check since may be asked once more, where no other is left. */
  function forgive(run: Run, all: readonly ClusterNode[]): boolean {
    let isAny = false
    for (const node of all) {
      const goneAt = run.gone.get(node.spec.name)
      if (goneAt === undefined || node.reachability !== 'up') continue
      if ((lastSeen.get(node) ?? Number.NEGATIVE_INFINITY) <= goneAt) continue
      run.gone.delete(node.spec.name)
      run.tried.delete(node.spec.name)
      isAny = true
    }
    return isAny
  }

  function look(run: Run, ahead = 0): Look {
    const all = nodes()
    const snapshots = all.map(snapshotOf)
    let seen = select(run, snapshots, run.tried)
    if (seen.selection.chosen === null && run.gone.size > 0 && forgive(run, all)) {
      seen = select(run, snapshots, run.tried)
    }
    return { nodes: all, snapshots, ...seen, placing: placeOn(all, snapshots, seen.selection, ahead) }
  }

  /** It has no client while the kind of its server is being found out. */
  const isFree = (ranked: Ranked, node: ClusterNode | undefined) =>
    ranked.isFree && node !== undefined && node.client !== null && hasRoom(node)

  function placeOn(
    all: readonly ClusterNode[],
    snapshots: readonly NodeSnapshot[],
    selection: Selection,
    ahead: number,
  ): PlacingDecision | null {
    const { chosen } = selection
    if (chosen === null) return null
    // Mostly the best is free, and the others need not be looked at.
    const best = all.find(({ spec }) => spec.name === chosen.node)
    if (isFree(chosen, best)) return { type: 'take', node: chosen }
    const byName = new Map(all.map((node, index) => [node.spec.name, { node, snapshot: snapshots[index] }]))
    const ranked = selection.ranked.map(each =>
      each.isFree === isFree(each, byName.get(each.node)?.node) ? each : { ...each, isFree: false },
    )
    return placeRequest(ranked, {
      ahead,
      mayWait: !line.isFull,
      slotsOf: name => byName.get(name)?.snapshot?.slots ?? 1,
    })
  }

  const hasRoom = (node: ClusterNode): boolean =>
    options.mayTakeMore(node) &&
    (pressure.restsFor(node) === 0 ||
      node.server.activeRequests < pressure.slots(node, Number.POSITIVE_INFINITY))

  /** As far as can be told without looking at models. */
  const mayTakeOne = (node: ClusterNode): boolean =>
    node.reachability === 'up' &&
    !node.draining &&
    node.server.activeRequests < slotsOf(node) &&
    hasRoom(node)

  function take(run: Run, { nodes: all, selection }: Look, ranked: Ranked): Attempt | null {
    const node = all.find(({ spec }) => spec.name === ranked.node)
    if (node === undefined || node.client === null) return null
    const { model } = ranked
    const slot = takeSlot({
      node,
      model,
      signal: run.signal,
      work: options.placed(node, ranked, run),
      onFailed(error) {
        const isOfEither = isBlameless(error) || slot.interruption() !== null
        run.lastHarm = isOfEither ? null : blame.failed(node, run.id)
        if (isBusy(error)) pressure.refused(node, error, node.server.activeRequests - 1)
        options.onFailed(node, model, error)
      },
      onAnswered() {
        pressure.answered(node)
        lastSeen.set(node, clock.monotonic())
      },
      onReleased() {
        taken.get(node)?.delete(slot)
        options.onReleased()
        line.advance()
      },
    })
    const slots = taken.get(node) ?? new Set()
    taken.set(node, slots.add(slot))
    return {
      kind: 'node',
      chosen: ranked,
      decision: decideFor(selection.considered, ranked.node),
      node,
      client: node.client,
      slot,
      wasCold: isCold(node.probe, model),
      continued: run.continuing,
    }
  }

  /** It answers no checks any more. What it has begun to answer goes on while it comes; for a first word nobody waits. */
  function giveUpOn(node: ClusterNode): void {
    const reason = new HarombeError('TIMEOUT', `${node.spec.name} fell silent.`, {
      hint: 'Is the machine awake, and its server running?',
    })
    for (const slot of [...(taken.get(node) ?? [])]) slot.interruptUnbegun(reason)
  }

  const sleepers = createSleepers(clock, options.wake)

  function wake(run: Run, { nodes: all, snapshots, request }: Look): string | null {
    const asleep = sleepers.among(all)
    if (asleep.size === 0) return null
    const awake = snapshots.map(
      (snapshot): NodeSnapshot =>
        asleep.has(snapshot.name) ? { ...snapshot, status: 'online', breakers: new Map() } : snapshot,
    )
    const tried = new Map([...run.tried].filter(([name]) => !asleep.has(name)))
    const { ranked } = select(run, awake, tried).selection
    const able = ranked.find(({ node }) => asleep.has(node))?.node
    // Of one that was never seen awake nobody knows what it serves.
    const unseen = awake.find(
      ({ name, models }) =>
        asleep.has(name) &&
        models.length === 0 &&
        request.forbidden?.has(name) !== true &&
        isWanted(request, name),
    )
    const name = able ?? unseen?.name
    return name !== undefined && sleepers.call(asleep, name) ? name : null
  }

  function isHopeful(run: Run, look: Look, isWaiting = false): boolean {
    const { snapshots } = look
    const now = clock.monotonic()
    const seenLately = new Set<string>()
    for (const node of nodes()) {
      const seenAt = lastSeen.get(node)
      if (seenAt !== undefined && now - seenAt <= expectedBackMs) seenLately.add(node.spec.name)
    }
    const isExpected = ({ name, status }: NodeSnapshot) =>
      status === 'offline'
        ? seenLately.has(name)
        : // It is looked at in this moment; or may be put back before those who wait already have waited too long.
          status === 'unknown' || (status === 'draining' && isWaiting)
    const back = snapshots.map(
      (snapshot): NodeSnapshot =>
        isExpected(snapshot) ? { ...snapshot, status: 'online', breakers: new Map() } : snapshot,
    )
    const tried = new Map(
      [...run.tried].filter(([name]) => !(run.gone.has(name) && seenLately.has(name) && isMissing(name))),
    )
    return select(run, back, tried).selection.ranked.length > 0 || wake(run, look) !== null
  }

  /** It does not answer now. One that answers its checks and failed a request all the same is not waited for. */
  const isMissing = (name: string) =>
    nodes().some(({ spec, reachability }) => spec.name === name && reachability !== 'up')

  return {
    line,
    nodes,
    budget: createRetryBudget(clock),
    blame,
    refusals: createRefusals(clock.monotonic, () => line.revision),
    look,
    take,
    place(run, ahead) {
      const seen = look(run, ahead)
      const { placing } = seen
      if (placing?.type === 'take') {
        const placement = take(run, seen, placing.node)
        if (placement !== null) return { type: 'placed', placement }
      }
      if (placing?.type === 'wait') {
        const { turnMs, waitsBelow } = placing
        const { node, predicted } = placing.for
        const expectedMs = (before: number) => predicted.waitMs + before * turnMs
        return { type: 'not_yet', stage: 'queued', node, expectedMs, waitsBelow }
      }
      return placing === null && !isHopeful(run, seen, true) ? { type: 'hopeless' } : notBack
    },
    isHopeful,
    wake,
    seen(node) {
      if (node.reachability === 'up') lastSeen.set(node, clock.monotonic())
      if (node.reachability === 'down') giveUpOn(node)
      line.advance()
    },
    stop() {
      line.stop()
      pressure.stop()
    },
  }
}
