const hourMs = 3_600_000

/** How many answers were made again by themselves within the last hour. Kept in memory: a restart gives a new hour. */
export interface EscalationBudget {
  /** @param perHour as the file says now */
  remaining(perHour: number): number
  spend(): void
}

/** @param monotonic milliseconds */
export function createEscalationBudget(monotonic: () => number): EscalationBudget {
  let spent: number[] = []
  return {
    remaining(perHour) {
      const since = monotonic() - hourMs
      spent = spent.filter(at => at > since)
      return Math.max(0, perHour - spent.length)
    },
    spend() {
      spent.push(monotonic())
    },
  }
}
