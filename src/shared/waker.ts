export interface Waker {
  /** Ends the wait of the one who waits; with nobody waiting, the next wait ends at once. */
  wake(): void
  /** Resolves when woken. For one waiter, who looks again at what it waits for. */
  woken(): Promise<void>
}

/** Lets a loop sleep while it has nothing to do. Being woken is remembered, so none is missed between a look and the sleep. */
export function createWaker(): Waker {
  let isWoken = false
  let resume: (() => void) | null = null
  return {
    wake() {
      isWoken = true
      resume?.()
    },
    async woken() {
      if (!isWoken) {
        await new Promise<void>(resolve => {
          resume = resolve
        })
      }
      resume = null
      isWoken = false
    },
  }
}
