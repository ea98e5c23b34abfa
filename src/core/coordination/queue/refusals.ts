import type { RouteDecision } from '../../../shared/entities'
import type { SelectionRequest } from '../judge-node'
import { type Considered, decideFor, type Selection } from '../selection'

/** Milliseconds for which a refusal tells what another request of its kind would be told. */
const validMs = 50
/** Kinds that are refused in one moment; more of them are looked at each for itself. */
const mostKinds = 64

interface Refusal {
  /** Tokens of context; of two of one kind, the smaller may fit where the larger does not. */
  size: number
  at: number
  /** See `WaitingLine.revision`. */
  revision: number
  selection: Selection
  expectedMs: number | undefined
}

export interface Refused {
  decision: RouteDecision
  expectedMs: number | undefined
}

/** What a request may be told without a look at the nodes. */
export interface Refusals {
  /** Null when nobody of its kind was just turned away, or something has changed since. */
  find(kind: string, request: Omit<SelectionRequest, 'tried'>): Refused | null
  /** It was turned away by a full line, with no free slot that it could take. */
  add(kind: string, size: number, selection: Selection, expectedMs: number | undefined): void
}

/** The same thoughts, with the words of another request. */
function consideredFor(before: Considered, request: SelectionRequest): Considered {
  const { wanted, forced, chosen, seam } = before
  return {
    request,
    wanted,
    forced,
    chosen,
    seam,
    get usable() {
      return before.usable
    },
    get rejected() {
      return before.rejected
    },
  }
}

/**
 * When a thousand come at once and the line is full, the first is told why after a look at every node, and the others of its
 * kind are told the same: to refuse must not cost what keeps those waiting who were not refused.
 */
export function createRefusals(monotonic: () => number, revision: () => number): Refusals {
  const refusals = new Map<string, Refusal>()
  return {
    find(kind, request) {
      const refusal = refusals.get(kind)
      if (refusal === undefined || refusal.size > request.requirements.contextTokens) return null
      if (refusal.revision !== revision() || monotonic() - refusal.at >= validMs) return null
      const { selection, expectedMs } = refusal
      const considered = consideredFor(selection.considered, { ...request, tried: new Map() })
      return { decision: decideFor(considered, selection.chosen?.node ?? null), expectedMs }
    },
    add(kind, size, selection, expectedMs) {
      if (refusals.size >= mostKinds) refusals.clear()
      refusals.set(kind, { size, at: monotonic(), revision: revision(), selection, expectedMs })
    },
  }
}
