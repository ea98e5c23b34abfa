import { inflateSync } from 'node:zlib'

const signatures: readonly (readonly [type: string, magic: string, at: number])[] = [
  ['image/png', '\x89PNG\r\n\x1a\n', 0],
  ['image/jpeg', '\xff\xd8\xff', 0],
  ['image/gif', 'GIF8', 0],
  ['image/webp', 'WEBP', 8],
]

export interface SeenImage {
  mediaType: string
  bytes: number
  /** Name of the colour in the top left corner, where that can be told without a decoder. */
  colour: string | null
}

const colours: Readonly<Record<string, readonly [red: number, green: number, blue: number]>> = {
  black: [0, 0, 0],
  white: [255, 255, 255],
  grey: [128, 128, 128],
  red: [255, 0, 0],
  green: [0, 160, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
}

const channels: Readonly<Record<number, number>> = { 2: 3, 6: 4 }

/** The first pixel of a PNG of 8 bits a channel stands there as it is: every filter leaves it alone. */
function cornerOf(data: Buffer): string | null {
  const bitDepth = data[24]
  const samples = channels[data[25] ?? 0]
  const at = data.indexOf('IDAT', 0, 'latin1')
  if (bitDepth !== 8 || samples === undefined || at === -1) return null
  try {
    const end = at + 4 + data.readUInt32BE(at - 4)
    const rows = inflateSync(data.subarray(at + 4, end), { maxOutputLength: 64 * 1024 * 1024 })
    const pixel = [rows[1] ?? 0, rows[2] ?? 0, rows[3] ?? 0]
    const distance = (colour: readonly number[]): number =>
      Math.hypot(...colour.map((value, index) => value - (pixel[index] ?? 0)))
    const byDistance = Object.entries(colours).sort(([, a], [, b]) => distance(a) - distance(b))
    return byDistance[0]?.[0] ?? null
  } catch {
    // A picture that is broken or comes in several pieces: its kind and size are all that can be said of it.
    return null
  }
}

/** What an image is by its own bytes, whatever was said about it; null when it is not base64 or none of the kinds. */
export function readImage(base64: string): SeenImage | null {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(base64)) return null
  const data = Buffer.from(base64, 'base64')
  const found = signatures.find(([, magic, at]) => data.toString('latin1', at, at + magic.length) === magic)
  if (found === undefined) return null
  const [mediaType] = found
  return { mediaType, bytes: data.length, colour: mediaType === 'image/png' ? cornerOf(data) : null }
}

/** `Sees 2 images: image/png, 70 bytes, red in the corner; image/gif, 43 bytes.` */
export function describeImages(images: readonly SeenImage[]): string {
  const each = images.map(({ mediaType, bytes, colour }) => {
    const corner = colour === null ? '' : `, ${colour} in the corner`
    return `${mediaType}, ${bytes} bytes${corner}`
  })
  return `Sees ${images.length} image${images.length === 1 ? '' : 's'}: ${each.join('; ')}.`
}
