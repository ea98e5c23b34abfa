import type { HarombeClient } from '../../../shared/contract'
import { HarombeError } from '../../../shared/harombe-error'

/** A client that answers calls from a table of functions by path, and remembers what it was asked. */
export function createTableClient(table: Record<string, (input: never) => unknown>) {
  const asked: [string, unknown][] = []
  const client: HarombeClient = {
    async call(path, input) {
      asked.push([path, input])
      const answer = table[path]
      if (answer === undefined) throw new HarombeError('NOT_FOUND', `no ${path}`)
      return (await answer(input as never)) as never
    },
    stream() {
      throw new HarombeError('NOT_FOUND', 'no streams here')
    },
  }
  return { client, asked }
}
