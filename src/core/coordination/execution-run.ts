import type { Clock } from '../../shared/clock'
import type { ActiveRequest, Failover } from '../../shared/entities'
import { HarombeError, isHarombeError } from '../../shared/errors'
import type { Written } from './continuation/gate'
import type { SelectionRequest } from './judge-node'
import type { Harm } from './queue/blame'
import type { Lane } from './queue/types'

/** A try that failed after the node may have worked on it. */
export interface Fault {
  harm: Harm
  /** The node fell in mid-answer, or said that it failed: the query may be what does it. */
  isHarmful: boolean
}

/** An answer that another node began. */
export interface Continuing {
  text: string
  tokens: number
  /** The model that began it. */
  model: string
  /** Nodes that serve other weights by that name, with the reason in words. */
  others: ReadonlyMap<string, string>
}

/** Everything the attempts of one query share. */
export interface Run {
  id: string
  /** Who asks. */
  origin: ActiveRequest['origin']
  signal: AbortSignal
  /** Why the signal fired, whatever a client made of it: the caller left, or the time was up. Null while it has not. */
  abortion(): HarombeError | null
  startedAt: number
  selectionRequest: Omit<SelectionRequest, 'tried'>
  /** Nodes it is not sent to again, with the reason in words. */
  tried: Map<string, string>
  /** Of these, the ones that were gone or broke the connection, with the time: they may have come back since. */
  gone: Map<string, number>
  failovers: Failover[]
  faults: Fault[]
  /** What the last node refused the request with that another might yet take; with no other, the query ends with it. */
  refusal: HarombeError | null
  /** Where it stands in the line, and whose it is. */
  lane: Lane
  client: string
  /** Milliseconds it waits at most, for all its tries together, and how long it has waited. */
  maxWaitMs: number
  queuedMs: number
  /** When the caller got its first token. */
  firstTokenAt: number | null
  /** Of the time to it, what went by until the model was in memory, as far as can be told. */
  loadMs: number
  /** What the caller has of the answer; null where nobody will have to go on with it. */
  written: Written | null
  continuations: number
  /** What the next node is to go on with; null where it begins from the beginning. */
  continuing: Continuing | null
  /** Of the try that failed last; null when it says nothing of node or query. */
  lastHarm: Harm | null
  /** Tokens of all tries, the ones that were thrown away included. */
  spentTokens: number
  hasLearnt: boolean
  /** Gives up the time limit and the caller's signal. */
  close(): void
}

const defaultTimeoutMs = 30 * 60_000

export interface RunOptions extends Pick<Run, 'id' | 'origin' | 'lane' | 'client' | 'maxWaitMs' | 'written'> {
  describe(): Run['selectionRequest']
  /** For the whole query, from now on; default 30 minutes. */
  timeoutMs?: number | undefined
}

export function openRun(
  { describe, timeoutMs = defaultTimeoutMs, ...own }: RunOptions,
  callerSignal: AbortSignal,
  clock: Clock,
): Run {
  const startedAt = clock.monotonic()
  const selectionRequest = describe()
  // One controller for both reasons: AbortSignal.any costs more than routing the request does.
  const abort = new AbortController()
  const cancelDeadline = clock.after(timeoutMs, () => abort.abort())
  const onCallerAbort = () => abort.abort(callerSignal.reason)
  if (callerSignal.aborted) onCallerAbort()
  else callerSignal.addEventListener('abort', onCallerAbort, { once: true })
  return {
    ...own,
    signal: abort.signal,
    abortion() {
      if (callerSignal.aborted) {
        const reason: unknown = callerSignal.reason
        return isHarombeError(reason) ? reason : new HarombeError('CANCELLED', 'The answer was stopped.')
      }
      if (!abort.signal.aborted) return null
      return new HarombeError('TIMEOUT', `No complete answer within ${Math.round(timeoutMs / 1000)} s.`)
    },
    startedAt,
    selectionRequest,
    tried: new Map(),
    gone: new Map(),
    failovers: [],
    faults: [],
    refusal: null,
    queuedMs: 0,
    firstTokenAt: null,
    loadMs: 0,
    continuations: 0,
    continuing: null,
    lastHarm: null,
    spentTokens: 0,
    hasLearnt: false,
    close() {
      cancelDeadline()
      callerSignal.removeEventListener('abort', onCallerAbort)
    },
  }
}
