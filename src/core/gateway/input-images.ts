import { HarombeError } from '../../shared/errors'
import type { InputImage } from '../inference/protocol'

/** Of all images of one request. */
export const imageLimits = { bytes: 20 * 1024 * 1024, count: 256 } as const

type MediaType = InputImage['mediaType']

/** What the first bytes of each kind are, as Latin-1. */
const signatures: readonly (readonly [MediaType, RegExp])[] = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[\s\S]{4}WEBP/],
]

const invalid = (param: string, message: string, hint?: string) =>
  new HarombeError('BAD_REQUEST', message, { hint, data: { param } })

/** How many bytes a base64 text of this length stands for; not a whole number for a length no such text has. */
function decodedLength(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0
  const length = base64.length - padding
  return length % 4 === 1 ? Number.NaN : Math.floor((length * 3) / 4)
}

/** The one way of writing it that every server reads: padded, without line breaks, with + and /. */
function isCanonical(base64: string): boolean {
  return base64.length % 4 === 0 && !base64.includes('-') && !base64.includes('_')
}

export interface ImageReader {
  /** @throws HarombeError BAD_REQUEST for what is no `data:` URL, and as `fromBase64` */
  fromUrl(url: string, param: string): InputImage
  /** The kind of image is what its bytes say, whatever the caller calls it. @throws HarombeError BAD_REQUEST */
  fromBase64(data: string, param: string): InputImage
}

/**
 * Reads the images of one request, of whichever dialect, and keeps count of them. `param` names the field in errors.
 * Nothing is ever fetched: an address could make this machine ask another on behalf of a stranger.
 */
export function createImageReader(): ImageReader {
  let bytes = 0
  let count = 0

  function fromBase64(data: string, param: string): InputImage {
    const text = /\s/.test(data) ? data.replace(/\s+/g, '') : data
    const length = decodedLength(text)
    bytes += length
    count += 1
    if (bytes > imageLimits.bytes) {
      throw invalid(param, `The images are larger than ${imageLimits.bytes / 1024 / 1024} MiB together.`)
    }
    if (count > imageLimits.count) throw invalid(param, `There are more than ${imageLimits.count} images.`)
    const decoded = Buffer.from(text, 'base64')
    // The decoder skips what is no base64, which shows in the length.
    if (decoded.length === 0 || decoded.length !== length) {
      throw invalid(param, 'The image is not valid base64.')
    }
    const start = decoded.toString('latin1', 0, 16)
    const mediaType = signatures.find(([, signature]) => signature.test(start))?.[0]
    if (mediaType === undefined) throw invalid(param, 'The image is no PNG, JPEG, WebP or GIF.')
    return { mediaType, data: isCanonical(text) ? text : decoded.toString('base64') }
  }

  return {
    fromBase64,
    fromUrl(url, param) {
      const header = /^data:image\/[a-z0-9.+-]{1,32}(?:;[^,;]{0,64})*;base64,/i.exec(url.slice(0, 256))?.[0]
      if (header !== undefined) return fromBase64(url.slice(header.length), param)
      throw /^data:/i.test(url)
        ? invalid(param, 'The data: URL does not hold an image in base64.')
        : invalid(
            param,
            'harombe fetches no images from addresses.',
            'Send the image itself, as a data: URL in base64.',
          )
    },
  }
}
