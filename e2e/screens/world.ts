import type {
  HarombeContract,
  HarombeInput,
  HarombeItem,
  HarombeOutput,
  HarombeStreamPath,
} from '../../src/shared/contract'
import type { CallPath } from '../../src/shared/contract/define'
import type { ErrorShape } from '../../src/shared/errors'

/** When it is in the world, for pictures that are the same tomorrow: 20 November 2026, 10:30 UTC, a Friday. */
export const now = Date.UTC(2026, 10, 20, 10, 30)
export const minutes = (count: number) => now - count * 60_000
export const hours = (count: number) => minutes(count * 60)
export const days = (count: number) => hours(count * 24)

type Calls = { [P in CallPath<HarombeContract>]?: (input: HarombeInput<P>) => HarombeOutput<P> | ErrorShape }
/** What a stream says at once; it stays open after that, and says nothing more. */
type Streams = { [P in HarombeStreamPath]?: (input: HarombeInput<P>) => readonly HarombeItem<P>[] }

/** What a coordinator would answer, so that a picture of it never changes by itself. */
export interface World {
  calls: Calls
  streams: Streams
}

export const changed = (world: World, { calls = {}, streams = {} }: Partial<World>): World => ({
  calls: { ...world.calls, ...calls },
  streams: { ...world.streams, ...streams },
})
