import { runLane } from './lane'
import { startModelServer } from './model-server'
import { bundleCoordinator } from './programs'
import { createTally, type Tally } from './tally'

export interface DurabilityOptions {
  rounds: number
  seed: number
  /** Coordinators that are killed at the same time, each with a data directory of its own. */
  lanes: number
  /** People who ask each of them. */
  users: number
  onRound?: (tally: Tally) => void
}

/** Kills coordinators in the middle of their work and looks what is left. */
export async function runDurability(options: DurabilityOptions): Promise<Tally> {
  const { rounds, seed, lanes, users, onRound = () => undefined } = options
  const program = await bundleCoordinator()
  const server = await startModelServer()
  const tally = createTally()
  try {
    await Promise.all(
      Array.from({ length: lanes }, (_, lane) =>
        runLane({
          program: program.path,
          url: server.url,
          seed: seed * 1000 + lane,
          rounds: Math.ceil((rounds - lane) / lanes),
          users,
          tally,
          onRound: () => onRound(tally),
        }),
      ),
    )
  } finally {
    await server.close()
    program.remove()
  }
  return tally
}
