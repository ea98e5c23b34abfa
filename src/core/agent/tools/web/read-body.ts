import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { HarombeError } from '../../../../shared/errors'

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** What this can unpack, for the request. */
export const acceptedEncodings = 'gzip, deflate, br'

export interface Body {
  bytes: Buffer
  /** There was more. */
  isCut: boolean
}

/**
 * At most `limit` bytes, counted after unpacking, so that a small body cannot become a large one; nothing more of it is read
 * from the network. @throws HarombeError MALFORMED_RESPONSE
 */
export async function readBody(body: Readable, encoding: string, limit: number): Promise<Body> {
  const name = encoding.trim().toLowerCase()
  const createDecoder = decoders[name]
  if (createDecoder === undefined && name !== '' && name !== 'identity') {
    body.destroy()
    throw new HarombeError('MALFORMED_RESPONSE', 'The page is packed in a way that is not known.')
  }
  const decoder = createDecoder?.()
  const source: Readable = decoder === undefined ? body : body.pipe(decoder)
  // An error before the decoder would otherwise leave it waiting for ever.
  if (decoder !== undefined) body.on('error', error => decoder.destroy(error))
  const parts: Buffer[] = []
  let left = limit
  let isCut = false
  try {
    for await (const part of source) {
      const bytes: Buffer = Buffer.from(part)
      parts.push(bytes.subarray(0, left))
      isCut = bytes.length > left
      left -= Math.min(left, bytes.length)
      if (isCut) break
    }
  } catch (error) {
    // A packed stream that ends early still told what it told.
    if (
      parts.length === 0 ||
      !(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
    )
      throw error
    isCut = true
  } finally {
    body.destroy()
    decoder?.destroy()
  }
  return { bytes: Buffer.concat(parts), isCut }
}
