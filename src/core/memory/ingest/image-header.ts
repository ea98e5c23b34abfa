import { type FileKind, ingestLimits, megabyte, type Unreadable } from './types'

export interface ImageHeader {
  mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif'
  /** Null where the header does not tell. */
  size: { width: number; height: number } | null
}

const startsWith = (bytes: Uint8Array, at: number, text: string) =>
  [...text].every((character, index) => bytes[at + index] === character.charCodeAt(0))

/** Frame headers of JPEG; C4, C8 and CC are something else. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

function jpegSize(view: DataView): ImageHeader['size'] {
  let at = 2
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    if (isFrame(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += 2 + Math.max(2, view.getUint16(at + 2))
  }
  return null
}

const read24 = (view: DataView, at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)

function webpSize(bytes: Uint8Array, view: DataView): ImageHeader['size'] {
  if (bytes.length < 30) return null
  if (startsWith(bytes, 12, 'VP8X')) return { width: read24(view, 24) + 1, height: read24(view, 27) + 1 }
  if (startsWith(bytes, 12, 'VP8L')) {
    const packed = view.getUint32(21, true)
    return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 }
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
}

/** By its first bytes; null when it is no image that models read. */
export function imageHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (startsWith(bytes, 0, '\x89PNG\r\n\x1a\n')) {
    const size = bytes.length < 24 ? null : { width: view.getUint32(16), height: view.getUint32(20) }
    return { mediaType: 'image/png', size }
  }
  if (startsWith(bytes, 0, '\xff\xd8\xff')) return { mediaType: 'image/jpeg', size: jpegSize(view) }
  if (startsWith(bytes, 0, 'GIF87a') || startsWith(bytes, 0, 'GIF89a')) {
    const size =
      bytes.length < 10 ? null : { width: view.getUint16(6, true), height: view.getUint16(8, true) }
    return { mediaType: 'image/gif', size }
  }
  if (startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WEBP'))
    return { mediaType: 'image/webp', size: webpSize(bytes, view) }
  return null
}

/** A node decodes the whole of it: a picture of a few kilobytes may be one of gigabytes there. */
export function checkImage({ mediaType, size }: ImageHeader, bytes: number): FileKind | Unreadable {
  const { imageBytes, imageSide, imagePixels } = ingestLimits
  if (bytes > imageBytes) {
    const found = Math.ceil(bytes / megabyte)
    return {
      problem: `The image has ${found} MB; up to ${imageBytes / megabyte} MB can be sent. Make it smaller.`,
    }
  }
  if (size === null || size.width === 0 || size.height === 0)
    return { problem: 'The image is damaged: it does not say how large it is.' }
  const { width, height } = size
  if (width > imageSide || height > imageSide || width * height > imagePixels)
    return {
      problem: `The image has ${width} × ${height} pixels, which is more than models read. Scale it down.`,
    }
  return { kind: 'image', mediaType }
}
