import type { HarombeHandlers } from '../../../shared/contract'
import type { RequestLog } from '../../memory/request-log/types'

export function createActivityHandlers(
  log: Pick<RequestLog, 'list' | 'watch' | 'statistics' | 'clear'>,
): HarombeHandlers['activity'] {
  return {
    listRequests: query => log.list(query),
    watchRequests: (_input, { signal }) => log.watch(signal),
    statistics: ({ hours }) => log.statistics(hours),
    clearRequests: async () => ({ removed: await log.clear() }),
  }
}
