import { expect, it } from 'vitest'
import { askableName, isAskedFor } from './asked-name'

it.each([
  ['qwen2.5:7b', 'qwen2.5:7b'],
  ['Qwen/Qwen2.5-7B-Instruct', 'Qwen/Qwen2.5-7B-Instruct'],
  ['models/a.gguf', 'models/a.gguf'],
  ['/models/a.gguf', 'a'],
  ['C:\\models\\a.GGUF', 'a'],
  ['../models/a-Q4_K_M.gguf', 'a-Q4_K_M'],
  ['~/models/a.gguf', 'a'],
  ['/models/Qwen2.5-7B/', 'Qwen2.5-7B'],
  ['../../etc/passwd', null],
  ['/models/../../etc/passwd', null],
  ['/models/my model.gguf', null],
  ['/models/.gguf', null],
  ['/', null],
  ['__proto__', null],
  ['a\u0007', null],
  ['', null],
])('what a server lists as %j is asked for as %j', (listed, name) => {
  expect(askableName(listed)).toBe(name)
  if (name !== null) expect(isAskedFor(listed, name)).toBe(true)
})

it('no other name stands for a path, and a path for nothing but itself', () => {
  expect(isAskedFor('/models/a.gguf', 'models')).toBe(false)
  expect(isAskedFor('/models/a.gguf', 'a.gguf')).toBe(false)
  expect(isAskedFor('org/a', 'a')).toBe(false)
  expect(isAskedFor('a', '/models/a.gguf')).toBe(false)
  expect(isAskedFor('large:latest', 'large')).toBe(true)
})
