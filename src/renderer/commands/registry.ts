import { createStore, type StoreApi } from 'zustand/vanilla'
import { type CommandId, commandOf } from './commands'

export interface Registration {
  /** Returns false to leave the key to whoever else wants it. */
  run(): unknown
  /** Whether it can be done now; absent: always. */
  when?(): boolean
}

export interface CommandRegistry {
  /** Who can run what; the last one to come stands in front. Changes whenever somebody comes or goes. */
  store: StoreApi<{ registered: ReadonlyMap<CommandId, readonly Registration[]> }>
  register(id: CommandId, registration: Registration): () => void
  /** Whether it would do something now, here or on its page. */
  canRun(id: CommandId): boolean
  /** Runs it, leading to its page first where it is not at hand. False when nobody took it. */
  run(id: CommandId): boolean
}

/** So long a command waits for its page to come. */
const patienceMs = 5_000

/** `goTo`: leads to the page of a command; `now`: monotonic milliseconds. */
export function createCommandRegistry(goTo: (id: CommandId) => void, now: () => number): CommandRegistry {
  const store = createStore(() => ({
    registered: new Map<CommandId, readonly Registration[]>() as ReadonlyMap<
      CommandId,
      readonly Registration[]
    >,
  }))
  let awaited: { id: CommandId; until: number } | null = null

  const change = (id: CommandId, to: readonly Registration[]) =>
    store.setState(state => ({ registered: new Map(state.registered).set(id, to) }))
  const of = (id: CommandId) => store.getState().registered.get(id) ?? []
  const ready = (id: CommandId) => of(id).findLast(({ when }) => when === undefined || when())

  return {
    store,
    register(id, registration) {
      change(id, [...of(id), registration])
      if (awaited?.id === id) {
        const isStillWanted = now() < awaited.until
        awaited = null
        if (isStillWanted) registration.run()
      }
      return () =>
        change(
          id,
          of(id).filter(other => other !== registration),
        )
    },
    canRun(id) {
      return ready(id) !== undefined || (commandOf(id).page !== undefined && of(id).length === 0)
    },
    run(id) {
      awaited = null
      const registration = ready(id)
      if (registration !== undefined) return registration.run() !== false
      if (commandOf(id).page === undefined || of(id).length > 0) return false
      awaited = { id, until: now() + patienceMs }
      goTo(id)
      return true
    },
  }
}
