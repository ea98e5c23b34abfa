const signatures: readonly (readonly [type: string, magic: string, at: number])[] = [
  ['image/png', '\x89PNG\r\n\x1a\n', 0],
  ['image/jpeg', '\xff\xd8\xff', 0],
  ['image/gif', 'GIF8', 0],
  ['image/webp', 'WEBP', 8],
]

export interface SeenImage {
  mediaType: string
  bytes: number
}

/** What an image is by its own bytes, whatever was said about it; null when it is not base64 or none of the kinds. */
export function readImage(base64: string): SeenImage | null {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(base64)) return null
  const data = Buffer.from(base64, 'base64')
  const found = signatures.find(([, magic, at]) => data.toString('latin1', at, at + magic.length) === magic)
  return found === undefined ? null : { mediaType: found[0], bytes: data.length }
}

/** `Sees 2 images: image/png, 70 bytes; image/gif, 43 bytes.` */
export function describeImages(images: readonly SeenImage[]): string {
  const each = images.map(({ mediaType, bytes }) => `${mediaType}, ${bytes} bytes`)
  return `Sees ${images.length} image${images.length === 1 ? '' : 's'}: ${each.join('; ')}.`
}
