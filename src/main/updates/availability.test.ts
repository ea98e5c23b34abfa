import { describe, expect, it } from 'vitest'
import { type BuildFacts, whyNoUpdates } from './availability'

const source = 'provider: github\nowner: somebody\nrepo: harombe\n'
const facts: BuildFacts = {
  isPackaged: true,
  platform: 'linux',
  env: { APPIMAGE: '/home/a/harombe.AppImage' },
  publicKey: 'key',
  source,
}

describe('updates', () => {
  it('can be had where everything they are checked with is there', () => {
    expect(whyNoUpdates(facts)).toBeNull()
    expect(whyNoUpdates({ ...facts, platform: 'darwin', env: {} })).toBeNull()
    const named = `${source}publisherName:\n  - Somebody\n`
    expect(whyNoUpdates({ ...facts, platform: 'win32', env: {}, source: named })).toBeNull()
  })

  it.each([
    ['checkout', { isPackaged: false }],
    ['package', { env: {} }],
    ['package', { env: { APPIMAGE: '' }, publicKey: null }],
    ['noKey', { publicKey: null }],
    ['noSource', { source: null }],
    ['unsignedBuild', { platform: 'win32' }],
  ] as const)('are refused: %s', (why, changes) => {
    expect(whyNoUpdates({ ...facts, ...changes })).toBe(why)
  })
})
