import type { Clock } from '../../../shared/clock'
import { isHarombeError } from '../../../shared/errors'
import type { ClusterManager } from '../../coordination/cluster-manager'
import type { RouteTarget } from '../../coordination/types'
import type { ChatMessage, ToolDefinition } from '../../inference/protocol'

/** A thought that is about to be asked for, in the form any model can read. */
export interface ComingThought {
  target: RouteTarget
  messages: readonly ChatMessage[]
  /** The node of the step before. */
  keepNode?: string | undefined
  /** Nodes that failed it. */
  without?: readonly string[] | undefined
}

/** Where it would go. */
export interface Place {
  node: string
  model: string
  /** Tokens the model holds there; null where nobody knows. */
  window: number | null
}

/** A server that was just found, or is back, is asked what its models can: so long it is waited for that, once, looking so often. */
const [learningMs, lookMs] = [1_000, 25]

/** Where a thought would go if there were no tools, and what can be done there. Nothing is sent. */
export interface Foresight {
  /** Null: nobody can take it now. */
  place(thought: ComingThought): Place | null
  /** Looks at every node again, for the moment when none seems to be there: one may be back since its last check. */
  lookAgain(signal: AbortSignal): Promise<void>
  /**
   * Resolves when it is known what that model can, or after a second: whoever comes first after it was found alone waits.
   * @returns whether it was waited for
   */
  known(place: Place, signal: AbortSignal): Promise<boolean>
  /** It is known that the very model there can take calls in its server's own form. */
  takesCalls(place: Place, thought: ComingThought, tools: readonly ToolDefinition[]): boolean
}

/**
 * The question alone decides where it goes, and only then is it asked how calls are written there: else tools that are offered with
 * every question would lead small ones away from small models.
 */
export function createForesight(
  cluster: Pick<ClusterManager, 'explain' | 'models' | 'recheck'>,
  clock: Pick<Clock, 'after'>,
  /** Has it found out what models can, where that is not done unasked. */
  learnModels: (signal: AbortSignal) => Promise<void>,
): Foresight {
  function candidatesFor(
    { target, messages, without }: ComingThought,
    tools: readonly ToolDefinition[] = [],
  ) {
    try {
      return cluster.explain({ messages, tools, target, ...(without === undefined ? {} : { without }) })
        .candidates
    } catch (error) {
      // A node that is not there: the request itself is what says so.
      if (isHarombeError(error)) return []
      throw error
    }
  }
  const abilityOf = (model: string) =>
    cluster.models().find(served => served.model === model)?.capabilities.tools ?? 'unknown'
  const waitedFor = new Set<string>()
  const chosenFor = (thought: ComingThought) =>
    candidatesFor(thought).find(({ verdict }) => verdict === 'chosen') ?? null

  return {
    place(thought) {
      const { target, keepNode, without = [] } = thought
      const isKept = keepNode !== undefined && target.node === undefined && !without.includes(keepNode)
      const kept = isKept ? chosenFor({ ...thought, target: { ...target, node: keepNode } }) : null
      const chosen = kept ?? chosenFor(thought)
      if (chosen === null) return null
      const { node, model } = chosen
      const windows = cluster.models().find(served => served.model === model)?.windows
      return { node, model, window: windows?.find(each => each.node === node)?.tokens ?? null }
    },
    async lookAgain(signal) {
      waitedFor.clear()
      // An aborted request says so itself.
      await cluster.recheck(signal).catch(() => undefined)
    },
    async known({ node, model }, signal) {
      const key = `${node} ${model}`
      if (waitedFor.has(key)) return false
      waitedFor.add(key)
      // Looked for below; what goes wrong with it shows in the request itself.
      if (abilityOf(model) === 'unknown') void learnModels(signal).catch(() => undefined)
      let waited = 0
      for (; waited < learningMs && abilityOf(model) === 'unknown'; waited += lookMs) {
        if (signal.aborted) break
        await new Promise<void>(resolve => void clock.after(lookMs, resolve))
      }
      return waited > 0
    },
    takesCalls({ node, model }, thought, tools) {
      // While nobody knows, asking for it would first find out, and then lead away from a model that cannot.
      if (abilityOf(model) !== 'yes') return false
      const there = { ...thought, target: { ...thought.target, node } }
      return candidatesFor(there, tools).some(
        candidate => candidate.node === node && candidate.model === model && candidate.verdict !== 'rejected',
      )
    },
  }
}
