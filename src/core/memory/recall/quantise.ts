/** One bit for each dimension, whether it is above zero; the dimensions are a multiple of eight. */
export function toBits(vector: readonly number[]): Uint8Array {
  const bits = new Uint8Array(Math.ceil(vector.length / 8))
  for (const [index, value] of vector.entries())
    if (value > 0) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7))
  return bits
}

/** A byte for each dimension. The scale is lost, which the angle between two vectors does not depend on. */
export function toBytes(vector: readonly number[]): Uint8Array {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const scale = largest === 0 ? 0 : 127 / largest
  return new Uint8Array(Int8Array.from(vector, value => Math.round(value * scale)).buffer)
}
