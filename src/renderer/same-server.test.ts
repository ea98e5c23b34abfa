import { expect, it } from 'vitest'
import { isSameServer } from './same-server'

it('sees one server behind the names of this machine, and two behind two ports or prefixes', () => {
  expect(isSameServer('http://localhost:11434', 'http://127.0.0.1:11434/')).toBe(true)
  expect(isSameServer('http://localhost:11434', 'http://[::1]:11434')).toBe(true)
  expect(isSameServer('http://localhost:11434', 'http://localhost:8000')).toBe(false)
  expect(isSameServer('http://box/a', 'http://box/b')).toBe(false)
  expect(isSameServer('http://box', 'not a url')).toBe(false)
})
