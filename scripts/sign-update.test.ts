import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { verifyOffer } from '../src/main/updates/signed-update'
import { mergeManifests } from './collect-release.mjs'
import { signManifest } from './sign-update.mjs'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const key = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const digest = `${'A'.repeat(86)}==`
// As electron-builder writes it.
const manifest = `version: 1.2.0
files:
  - url: harombe-1.2.0-linux-x64.AppImage
    sha512: ${digest}
    size: 100
    blockMapSize: 12
path: harombe-1.2.0-linux-x64.AppImage
sha512: ${digest}
releaseDate: '2026-11-22T00:00:00.000Z'
`

it('signs what the app then believes, and leaves the rest of the manifest as it was', () => {
  const signed = signManifest(manifest, privateKey)
  expect(signed.startsWith(manifest)).toBe(true)
  expect(verifyOffer(parse(signed), key, '1.1.0')).toMatchObject({ update: { version: '1.2.0' } })
  const changed = signed.replace('size: 100', 'size: 101')
  expect(verifyOffer(parse(changed), key, '1.1.0')).toEqual({ refused: 'unsigned' })
})

it('signs nothing that is no manifest', () => {
  expect(() => signManifest('builder: debug', privateKey)).toThrow('no update manifest')
})

it('signs one manifest for Macs of both kinds, with the files of both', () => {
  const intel = manifest.replaceAll('linux-x64.AppImage', 'mac-x64.zip')
  const silicon = manifest.replaceAll('linux-x64.AppImage', 'mac-arm64.zip')
  const merged = mergeManifests(silicon, intel)
  expect(parse(merged).files.map(({ url }: { url: string }) => url)).toEqual([
    'harombe-1.2.0-mac-arm64.zip',
    'harombe-1.2.0-mac-x64.zip',
  ])
  expect(verifyOffer(parse(signManifest(merged, privateKey)), key, '1.1.0')).toHaveProperty('update')
  expect(() => mergeManifests(silicon, intel.replace('1.2.0', '1.3.0'))).toThrow('not one release')
})
