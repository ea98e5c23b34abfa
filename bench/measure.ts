/** Microseconds of this thread's processor time a call takes, whatever else the machine does: median of several rounds. */
export function microseconds(
  work: () => void,
  { rounds = 15, callsPerRound }: { rounds?: number; callsPerRound: number },
): number {
  for (let call = 0; call < callsPerRound; call += 1) work()
  const samples: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const before = process.threadCpuUsage()
    for (let call = 0; call < callsPerRound; call += 1) work()
    const { user, system } = process.threadCpuUsage(before)
    samples.push((user + system) / callsPerRound)
  }
  return percentile(samples, 0.5)
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export interface Row {
  what: string
  value: number
  unit: string
  /** The figure to meet, in the same unit; null where the row is a yardstick. */
  bar: number | null
}

export const row = (what: string, value: number, unit: string, bar: number | null = null): Row => ({
  what,
  value,
  unit,
  bar,
})

export function printRows(rows: readonly Row[]): void {
  const cells = rows.map(({ what, value, unit, bar }) => [
    what,
    `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ${unit}`,
    bar === null ? '' : `${bar} ${unit}`,
    bar === null ? '' : value <= bar ? 'met' : 'MISSED',
  ])
  const header = ['what', 'measured', 'bar', '']
  const widths = header.map((_, column) =>
    Math.max(...[header, ...cells].map(line => line[column]?.length ?? 0)),
  )
  for (const line of [header, ...cells]) {
    process.stdout.write(
      `${line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    )
  }
}
