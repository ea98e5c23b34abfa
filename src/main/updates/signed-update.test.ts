import { describe, expect, it } from 'vitest'
import { createSigner, digest } from '../testing/sign-offer'
import { verifyOffer } from './signed-update'
import { isNewer } from './version'

const ours = createSigner()
const theirs = createSigner()

const file = { url: 'harombe-1.2.0-linux-x64.AppImage', sha512: digest, size: 100 }
const update = { version: '1.2.0', files: [file] }
const signed = (changes: Partial<typeof update> = {}, signer = ours) =>
  signer.offer({ ...update, ...changes })

describe('what may be downloaded', () => {
  it('is signed with the key of this build and newer', () => {
    expect(verifyOffer(signed(), ours.publicKey, '1.1.9')).toEqual({ update })
  })

  it.each([
    ['without a signature', update],
    ['with the signature of somebody else', signed({}, theirs)],
    ['with another version than was signed', { ...signed(), version: '9.0.0' }],
    [
      'with another file than was signed',
      { ...signed(), files: [{ ...file, sha512: `B${digest.slice(1)}` }] },
    ],
    ['with one file more than was signed', { ...signed(), files: [...update.files, ...update.files] }],
    ['with no file', { ...signed(), files: [] }],
    ['with a signature that is none', { ...signed(), signature: '' }],
    ['that is not even an object', null],
  ])('is nothing %s', (_what, offered) => {
    expect(verifyOffer(offered, ours.publicKey, '1.1.9')).toEqual({ refused: 'unsigned' })
  })

  it('is nothing that leads to another server, even signed', () => {
    for (const url of [
      'https://evil.example/a.AppImage',
      '//evil.example/a',
      '../a.AppImage',
      'a/b.AppImage',
    ]) {
      const offered = signed({ files: [{ ...file, url }] })
      expect(verifyOffer(offered, ours.publicKey, '1.1.9')).toEqual({ refused: 'unsigned' })
    }
  })

  it('is nothing older, nor the same once more', () => {
    expect(verifyOffer(signed(), ours.publicKey, '1.2.0')).toEqual({ refused: 'older' })
    expect(verifyOffer(signed(), ours.publicKey, '1.3.0')).toEqual({ refused: 'older' })
  })

  it('is nothing at all with a key that is none', () => {
    for (const key of ['', 'not a key', ours.publicKey.slice(0, 40)])
      expect(verifyOffer(signed(), key, '1.0.0')).toEqual({ refused: 'unsigned' })
  })
})

describe('isNewer', () => {
  it.each([
    ['1.0.1', '1.0.0', true],
    ['1.10.0', '1.9.9', true],
    ['2.0.0', '10.0.0', false],
    ['1.0.0', '1.0.0', false],
    ['1.0.0', '1.0.0-rc.1', true],
    ['1.0.0-rc.1', '1.0.0', false],
    ['1.0.0-rc.10', '1.0.0-rc.9', true],
    ['1.0.0-rc.1', '1.0.0-beta', true],
    ['1.0.0-rc.1.1', '1.0.0-rc.1', true],
    ['1.0.0-1', '1.0.0-a', false],
    ['v2.0.0', '1.0.0', false],
    ['2', '1.0.0', false],
    ['99999999999999999999.0.0', '1.0.0', false],
  ])('%s after %s: %s', (offered, current, newer) => {
    expect(isNewer(offered, current)).toBe(newer)
  })
})
