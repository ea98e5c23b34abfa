import { describe, expect, it } from 'vitest'
import { hasCode } from '../../shared/errors'
import { createImageReader, imageLimits } from './input-images'

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const jpeg = Buffer.from('ffd8ffe000104a464946', 'hex')
const gif = Buffer.from('GIF89a\x01\x00', 'latin1')
const webp = Buffer.from('RIFF\x1a\x00\x00\x00WEBPVP8L', 'latin1')

const dataUrl = (type: string, bytes: Buffer) => `data:${type};base64,${bytes.toString('base64')}`
const refused = (message: RegExp) =>
  expect.toSatisfy(
    error => hasCode(error, 'BAD_REQUEST') && message.test(error.message) && error.data?.param === 'here',
  )
const read = (url: string) => createImageReader().fromUrl(url, 'here')

describe('images in a request', () => {
  it.each([
    ['image/png', png],
    ['image/jpeg', jpeg],
    ['image/gif', gif],
    ['image/webp', webp],
  ])('%s is known by its bytes', (mediaType, bytes) => {
    expect(read(dataUrl(mediaType, bytes))).toEqual({ mediaType, data: bytes.toString('base64') })
    expect(read(dataUrl('image/jpg;name=a.png', bytes)).mediaType).toBe(mediaType)
  })

  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'https://example.com/cat.png',
    'file:///etc/passwd',
    '//example.com/cat.png',
    'blob:http://localhost/1',
    'cat.png',
    '',
  ])('are never fetched: %s', url => {
    expect(() => read(url)).toThrow(refused(/fetches no images/))
  })

  it.each([
    'data:image/svg+xml,<svg/>',
    'data:text/html;base64,PGI+',
    `data:image/png,${png.toString('base64')}`,
    'data:image/png;base64',
    `data:image/png;${'a=b;'.repeat(1000)}base64,AAAA`,
  ])('are refused in other data: URLs: %s', url => {
    expect(() => read(url)).toThrow(refused(/does not hold an image in base64/))
  })

  it.each([
    ['a page', Buffer.from('<script>alert(1)</script>')],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['PDF', Buffer.from('%PDF-1.7')],
    ['a signature in the wrong place', Buffer.concat([Buffer.from(' '), png])],
    ['half a signature', png.subarray(0, 4)],
  ])('are refused when they are %s', (_name, bytes) => {
    expect(() => read(dataUrl('image/png', bytes))).toThrow(refused(/no PNG, JPEG, WebP or GIF/))
  })

  it.each(['', '!!!!', `${png.toString('base64')}😀`, `AAAA=${png.toString('base64')}`, 'AAAA\u0000BBBB'])(
    'are refused when they are no base64: %j',
    data => {
      expect(() => createImageReader().fromBase64(data, 'here')).toThrow(refused(/not valid base64/))
    },
  )

  it('leave in the one spelling every server reads', () => {
    const bytes = Buffer.concat([png, Buffer.from([0xfb, 0xef, 0xff, 0xfe])])
    const plain = bytes.toString('base64')
    const wrapped = plain.replace(/.{8}/g, '$&\r\n')
    for (const spelt of [plain, wrapped, bytes.toString('base64url'), plain.replace(/=+$/, '')]) {
      expect(createImageReader().fromBase64(spelt, 'here').data).toBe(plain)
    }
  })

  it('are bounded together, in bytes and in number', () => {
    const images = createImageReader()
    const half = Buffer.concat([png, Buffer.alloc(imageLimits.bytes / 2 - png.length)]).toString('base64')
    images.fromBase64(half, 'here')
    images.fromBase64(half, 'here')
    expect(() => images.fromBase64(gif.toString('base64'), 'here')).toThrow(refused(/larger than 20 MiB/))
    const many = createImageReader()
    const small = gif.toString('base64')
    for (let count = 0; count < imageLimits.count; count++) many.fromBase64(small, 'here')
    expect(() => many.fromBase64(small, 'here')).toThrow(refused(/more than 256/))
  })
})
