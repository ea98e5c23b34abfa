import type { HarombeClient } from '../../shared/contract'
import { HarombeError } from '../../shared/harombe-error'

/** A client that answers calls and streams from a table of functions by path, and remembers what it was asked. */
export function createTableClient(table: Record<string, (input: never) => unknown>) {
  const asked: [string, unknown][] = []
  const answer = (path: string, input: unknown) => {
    asked.push([path, input])
    const find = table[path]
    if (find === undefined) throw new HarombeError('NOT_FOUND', `no ${path}`)
    return find(input as never)
  }
  const client: HarombeClient = {
    async call(path, input) {
      return (await answer(path, input)) as never
    },
    async *stream(path, input) {
      yield* answer(path, input) as AsyncIterable<never>
    },
  }
  return { client, asked }
}
