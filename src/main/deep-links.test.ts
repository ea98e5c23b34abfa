import { describe, expect, it } from 'vitest'
import { findDeepLink, parseDeepLink } from './deep-links'

describe('parseDeepLink', () => {
  it.each([
    ['harombe://chat/abc_DEF-123', { kind: 'chat', id: 'abc_DEF-123' }],
    ['harombe://node/gaming-pc', { kind: 'node', name: 'gaming-pc' }],
    ['harombe://node/Wohnzimmer%20%C3%9C', { kind: 'node', name: 'Wohnzimmer Ü' }],
  ])('understands %s', (address, link) => expect(parseDeepLink(address)).toEqual(link))

  it.each([
    'harombe://chat/',
    'harombe://chat',
    'harombe://chat/a/b',
    'harombe://chat/a%2fb',
    'harombe://chat/..%2f..%2fetc',
    'harombe://chat/a?run=1',
    'harombe://chat/a#code=x',
    'harombe://user@chat/a',
    'harombe://chat:80/a',
    'harombe://chat/%E0%A4%A',
    `harombe://chat/${'a'.repeat(65)}`,
    `harombe://node/${'a'.repeat(600)}`,
    'harombe://node/%E2%80%AEevil',
    'harombe://node/a%00b',
    'harombe://node/..%5c..',
    'harombe://app/index.html',
    'harombe://settings/tools',
    'https://chat/a',
    'javascript:alert(1)',
    'harombe:chat/a',
    '',
  ])('refuses %j', address => expect(parseDeepLink(address)).toBeNull())
})

describe('findDeepLink', () => {
  it('finds the link among the arguments the system and Chromium add', () => {
    const argv = ['C:\\harombe.exe', '--allow-file-access-from-files', '.', 'harombe://chat/a1']
    expect(findDeepLink(argv)).toEqual({ kind: 'chat', id: 'a1' })
    expect(findDeepLink(['/usr/bin/harombe', '--hidden'])).toBeNull()
  })
})
