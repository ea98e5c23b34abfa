import type { Config, RoutingChanges } from '../../../shared/config/schema'
import type { HarombeHandlers } from '../../../shared/contract'
import type { RoutingState } from '../../../shared/contract/routing'
import type { Actor } from '../../../shared/entities'
import type { RoutingLearning } from '../../coordination/learning/routing-learning'

export interface RoutingHandlerDependencies {
  learning: Pick<RoutingLearning, 'state' | 'shift' | 'signals' | 'reset' | 'watch'>
  /** What is in force. */
  settings(): Config['cluster']['routing']
  /** Writes harombe.yaml; resolves when the changes are in force. */
  setRouting(changes: RoutingChanges, by: Actor): Promise<void>
  /** Milliseconds since the epoch. */
  now(): number
}

export function createRoutingHandlers(dependencies: RoutingHandlerDependencies): HarombeHandlers['routing'] {
  const { learning, settings, now } = dependencies
  const state = (): RoutingState => {
    const { preference, escalation, learn } = settings()
    return { preference, escalation, learn, ...learning.state() }
  }
  return {
    watchRouting: (_input, { signal }) => learning.watch(state, signal),
    async setRouting(changes, { caller }) {
      await dependencies.setRouting(changes, caller.kind)
      return null
    },
    resetLearning: () => ({ removed: learning.reset() }),
    exportLearning: () => ({
      version: 1,
      exportedAt: now(),
      shift: learning.shift(),
      signals: [...learning.signals()],
    }),
  }
}
