import type { RoutingState } from '../../shared/contract/routing'
import { HarombeError } from '../../shared/errors'
import type { Session } from '../session'

/** How questions are weighed now, and what was learnt from the user about it. */
export async function readRouting({ client }: Pick<Session, 'client'>): Promise<RoutingState> {
  for await (const state of client.stream('routing.watchRouting', {})) return state
  throw new HarombeError('DISCONNECTED', 'The coordinator did not say what was learnt.')
}
