import { expect, it } from 'vitest'
import { offeredName } from './tool-names'

it.each([
  ['files', 'read', 'files__read'],
  ['my-server', 'get-env', 'my-server__get-env'],
])('%s and %s: %s', (server, tool, expected) => {
  expect(offeredName(server, tool)).toBe(expected)
})

it.each([
  ['files', 'read.text'],
  ['files', '../../etc'],
  ['files', 'чтение'],
  ['files', 'x'.repeat(128)],
  ['s'.repeat(32), 't'.repeat(40)],
  ['files', '__proto__'],
])('makes of %s and %s a name that every backend takes', (server, tool) => {
  expect(offeredName(server, tool)).toMatch(/^[A-Za-z0-9_-]{1,64}$/)
})

it('gives no two tools one name, wherever the seam could lie', () => {
  const pairs = [
    ['a', 'b__c'],
    ['a__b', 'c'],
    ['a_', 'b'],
    ['a', '_b'],
    ['a', 'b.c'],
    ['a', 'b/c'],
    ['a', 'b_c'],
    ['a', `${'x'.repeat(100)}1`],
    ['a', `${'x'.repeat(100)}2`],
  ] as const
  expect(new Set(pairs.map(([server, tool]) => offeredName(server, tool))).size).toBe(pairs.length)
})
