import type { HarombeError } from '../../../shared/errors'
import type { AnswerSigns } from '../breaker/types'
import { type ClusterNode, occupy } from '../node'
import type { PaceSample, PlacedWork } from '../placement/types'

/** What one answer, or the beginning of one, says of the node and of what it keeps. */
export interface SlotUse {
  sample: Omit<PaceSample, 'promptTokens' | 'load'>
  signs: AnswerSigns
  /** The server has the prompt in its cache now. */
  isKept: boolean
}

/** A place on a node, taken in the turn in which it was chosen. Whoever has it releases it, whatever happens. */
export interface Slot {
  /** Fires when the request's does, or when the node is told to give up what it is doing. */
  readonly signal: AbortSignal
  /** Why the node was told to give up; null while it was not. */
  interruption(): HarombeError | null
  /** The node said its first word. */
  began(): void
  /** Tells the node to give up, unless it has begun to answer. */
  interruptUnbegun(reason: HarombeError): void
  answered(use: SlotUse): void
  /** @param use null when it had not begun to answer */
  failed(error: HarombeError, use: SlotUse | null): void
  /** Idempotent. What was neither answered nor failed says nothing of the node. */
  release(): void
}

export interface SlotOptions {
  node: ClusterNode
  model: string
  signal: AbortSignal
  work: PlacedWork
  /** It was failed, before the slot is free again. */
  onFailed(error: HarombeError): void
  onAnswered(): void
  onReleased(): void
}

export function takeSlot({ node, model, signal, work, ...listen }: SlotOptions): Slot {
  const abort = new AbortController()
  let interruption: HarombeError | null = null
  let hasBegun = false
  const onAbort = () => abort.abort(signal.reason)
  const interrupt = (reason: HarombeError) => {
    interruption ??= reason
    abort.abort(reason)
  }
  const trial = node.breakers.begin(model)
  const leave = occupy(node, interrupt)
  let isReleased = false
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()

  const end = ({ sample, isKept }: SlotUse) => {
    const { promptTokens, load } = work
    work.ended({ ...sample, promptTokens, load }, isKept)
  }
  return {
    signal: abort.signal,
    interruption: () => interruption,
    began() {
      hasBegun = true
    },
    interruptUnbegun(reason) {
      if (!hasBegun) interrupt(reason)
    },
    answered(use) {
      trial.succeeded(use.signs)
      end(use)
      listen.onAnswered()
    },
    failed(error, use) {
      trial.failed(error)
      if (use !== null) end(use)
      listen.onFailed(error)
    },
    release() {
      if (isReleased) return
      isReleased = true
      trial.abandoned()
      work.abandoned()
      signal.removeEventListener('abort', onAbort)
      leave()
      listen.onReleased()
    },
  }
}
