import { describe, expect, it } from 'vitest'
import { describeImages, readImage } from './describe-images'

/** One grey pixel. */
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const gif = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'

describe('readImage', () => {
  it('tells kind and size from the bytes, whatever was said about them', () => {
    expect(readImage(pixel)).toEqual({ mediaType: 'image/png', bytes: 70 })
    expect(readImage(gif)).toMatchObject({ mediaType: 'image/gif' })
    const webp = Buffer.from('RIFF....WEBPVP8 ').toString('base64')
    expect(readImage(webp)).toEqual({ mediaType: 'image/webp', bytes: 16 })
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
    const seen = [{ mediaType: 'image/png', bytes: 70 }]
    expect(describeImages(seen)).toBe('Sees 1 image: image/png, 70 bytes.')
    expect(describeImages([...seen, { mediaType: 'image/gif', bytes: 42 }])).toBe(
      'Sees 2 images: image/png, 70 bytes; image/gif, 42 bytes.',
    )
  })
})
