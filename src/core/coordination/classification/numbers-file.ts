/** What a model's file holds is not what it must be. */
export class DamagedModelError extends Error {
  constructor(what: string) {
    super(`The tier model is damaged: ${what}`)
  }
}

/** Numbers in the file are little-endian, as all machines this runs on are. */
export const write = (numbers: ArrayBufferView): string =>
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64')

/** @param size in bytes; where it is not known, undefined. @throws DamagedModelError */
export function bytesOf(text: string, size: number | undefined, what: string): ArrayBuffer {
  const bytes = Buffer.from(text, 'base64')
  if (size !== undefined && bytes.byteLength !== size)
    throw new DamagedModelError(`${what} has ${bytes.byteLength} bytes instead of ${size}.`)
  // A copy of its own begins where numbers may begin.
  return new Uint8Array(bytes).buffer
}

/** @throws DamagedModelError */
export function floatsOf(text: string, count: number, what: string): Float32Array {
  const numbers = new Float32Array(bytesOf(text, 4 * count, what))
  if (!numbers.every(Number.isFinite)) throw new DamagedModelError(`${what} is not all numbers.`)
  return numbers
}
