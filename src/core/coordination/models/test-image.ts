import { crc32, deflateSync } from 'node:zlib'
import type { InputImage } from '../../inference/protocol'

const side = 64
const red = [0xe0, 0x10, 0x10] as const
const bitsPerSample = 8
const trueColour = 2

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

function header(): Buffer {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(side, 0)
  data.writeUInt32BE(side, 4)
  data[8] = bitsPerSample
  data[9] = trueColour
  return data
}

/** A red square of 64 × 64 pixels as a PNG: large enough for the patches of every vision model, and 200 bytes. */
export function redSquare(): InputImage {
  const row = Buffer.alloc(1 + side * red.length)
  for (let x = 0; x < side; x += 1) row.set(red, 1 + x * red.length)
  const pixels = Buffer.concat(Array.from({ length: side }, () => row))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const file = Buffer.concat([
    signature,
    chunk('IHDR', header()),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ])
  return { mediaType: 'image/png', data: file.toString('base64') }
}
