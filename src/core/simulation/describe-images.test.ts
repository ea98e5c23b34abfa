import { crc32, deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { describeImages, readImage } from './describe-images'
import { pixel } from './testing/simulate'

const gif = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

/** Two rows of two pixels without alpha, all of this colour. */
function square(...colour: readonly [number, number, number]): string {
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0])
  const row = [0, ...colour, ...colour]
  const magic = Buffer.from('89504e470d0a1a0a', 'hex')
  const file = [
    magic,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from([...row, ...row]))),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat(file).toString('base64')
}

describe('readImage', () => {
  it('names the colour of a plain picture, and none of a broken one', () => {
    expect(readImage(square(0xe0, 0x10, 0x10))).toMatchObject({ colour: 'red' })
    expect(readImage(square(20, 30, 230))).toMatchObject({ colour: 'blue' })
    const broken = Buffer.from(square(1, 2, 3), 'base64')
    broken.fill(0xff, 45, 55)
    expect(readImage(broken.toString('base64'))).toMatchObject({ mediaType: 'image/png', colour: null })
  })

  it('tells kind and size from the bytes, whatever was said about them', () => {
    expect(readImage(pixel)).toEqual({ mediaType: 'image/png', bytes: 70, colour: 'green' })
    expect(readImage(gif)).toMatchObject({ mediaType: 'image/gif' })
    const webp = Buffer.from('RIFF....WEBPVP8 ').toString('base64')
    expect(readImage(webp)).toEqual({ mediaType: 'image/webp', bytes: 16, colour: null })
    expect(readImage(Buffer.from([0xff, 0xd8, 0xff, 0xe0]).toString('base64'))).toMatchObject({
      mediaType: 'image/jpeg',
    })
  })

  it.each(['', 'not base64!', Buffer.from('text').toString('base64'), `data:image/png;base64,${pixel}`])(
    'takes %s for no image',
    data => {
      expect(readImage(data)).toBeNull()
    },
  )
})

describe('describeImages', () => {
  it('counts them', () => {
    const seen = [{ mediaType: 'image/png', bytes: 70, colour: 'red' }]
    expect(describeImages(seen)).toBe('Sees 1 image: image/png, 70 bytes, red in the corner.')
    expect(describeImages([...seen, { mediaType: 'image/gif', bytes: 42, colour: null }])).toBe(
      'Sees 2 images: image/png, 70 bytes, red in the corner; image/gif, 42 bytes.',
    )
  })
})
