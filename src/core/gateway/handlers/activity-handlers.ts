import type { HarombeHandlers } from '../../../shared/contract'
import type { RequestLog } from '../../memory/request-log/types'

export function createActivityHandlers(
  log: Pick<RequestLog, 'list' | 'count' | 'watch' | 'statistics' | 'clear'>,
): HarombeHandlers['activity'] {
  return {
    listRequests: query => log.list(query),
    countRequests: async ({ sinceMs }) => ({ counts: await log.count(sinceMs) }),
    watchRequests: (_input, { signal }) => log.watch(signal),
    statistics: ({ hours }) => log.statistics(hours),
    clearRequests: async () => ({ removed: await log.clear() }),
  }
}
