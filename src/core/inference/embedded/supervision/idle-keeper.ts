import type { EngineClock } from './engine-clock'

/** Seconds a model stays in memory when nobody says. */
const defaultKeepAlive = 300
/** How long an engine process without a model is kept for the next question, ms. */
const lingerMs = 30_000

export interface IdleKeeper {
  /**
   * Marks a model, or the process alone with null, as in use; the returned function ends it, once.
   * @param keepAlive seconds it stays afterwards; -1 for ever
   */
  use(model: string | null, keepAlive?: number | undefined): () => void
  /** Monotonic time at which a model will be dropped; null when it will not. */
  deadline(model: string): number | null
  /** It was unloaded, or the process is gone. */
  forget(model?: string): void
  stop(): void
}

export interface IdleKeeperOptions {
  clock: EngineClock
  /** A model's time is over, but not that of the process. */
  unload(model: string): void
  /** Nothing is needed any more. */
  endProcess(): void
}

interface Use {
  active: number
  deadline: number | null
  cancel: () => void
}

const nothing = () => undefined

/** Decides when a model, and with the last one the process, is no longer worth its memory. */
export function createIdleKeeper({ clock, unload, endProcess }: IdleKeeperOptions): IdleKeeper {
  const uses = new Map<string | null, Use>()

  function expire(model: string | null): void {
    uses.delete(model)
    if (uses.size === 0) endProcess()
    else if (model !== null) unload(model)
  }

  function release(model: string | null, use: Use, keepAlive: number): void {
    use.active -= 1
    if (use.active > 0 || uses.get(model) !== use) return
    if (keepAlive < 0) return
    const ms = model === null ? lingerMs : keepAlive * 1000
    use.deadline = clock.monotonic() + ms
    use.cancel = clock.after(ms, () => expire(model))
  }

  return {
    use(model, keepAlive = defaultKeepAlive) {
      const use = uses.get(model) ?? { active: 0, deadline: null, cancel: nothing }
      uses.set(model, use)
      use.cancel()
      use.cancel = nothing
      use.deadline = null
      use.active += 1
      let isOver = false
      return () => {
        if (!isOver) release(model, use, keepAlive)
        isOver = true
      }
    },
    deadline: model => uses.get(model)?.deadline ?? null,
    forget(model) {
      for (const [name, use] of uses) {
        if ((model !== undefined && name !== model) || use.active > 0) continue
        use.cancel()
        uses.delete(name)
      }
    },
    stop() {
      for (const { cancel } of uses.values()) cancel()
      uses.clear()
    },
  }
}
