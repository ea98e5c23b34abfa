/**
 * Memory in use as macOS' Activity Monitor counts it, bytes, from the output of `vm_stat`: applications' own pages, wired
 * and compressed ones. What merely caches files is not in use. Null when the output is not vm_stat's.
 */
export function parseVmStat(output: string): number | null {
  const pageSize = Number(/page size of ([0-9]{4,6}) bytes/.exec(output)?.[1])
  const pages = (label: string) => {
    const count = new RegExp(`^"?${label}"?:\\s+([0-9]{1,14})`, 'm').exec(output)?.[1]
    return count === undefined ? Number.NaN : Number(count)
  }
  const purgeable = pages('Pages purgeable')
  const own = pages('Anonymous pages') - (Number.isNaN(purgeable) ? 0 : purgeable)
  const used =
    (Math.max(0, own) + pages('Pages wired down') + pages('Pages occupied by compressor')) * pageSize
  return Number.isSafeInteger(used) ? used : null
}
