import { parseBytes, parsePercent } from '../text'

/** Apple's GPU driver publishes its counters in the I/O registry; no privileges needed. */
export const ioregArguments = ['-r', '-d', '1', '-w', '0', '-c', 'IOAccelerator'] as const

export interface AcceleratorCounters {
  /** 0–1 */
  load: number | null
  /** Main memory that the GPU holds now. */
  memoryUsedBytes: number | null
}

/** Null when the output has no accelerator with counters in it. The closing quote keeps `… (driver)` apart. */
export function parseIoreg(output: string): AcceleratorCounters | null {
  const counters = /"PerformanceStatistics"\s*=\s*\{([^}]*)\}/.exec(output)?.[1]
  if (counters === undefined) return null
  return {
    load: parsePercent(/"Device Utilization %"\s*=\s*([0-9]+)/.exec(counters)?.[1]),
    memoryUsedBytes: parseBytes(/"In use system memory"\s*=\s*([0-9]+)/.exec(counters)?.[1]),
  }
}
