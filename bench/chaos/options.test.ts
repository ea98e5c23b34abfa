import { expect, it } from 'vitest'
import { readArguments, UsageError } from './options'

const known = ['kill', 'rolling']
const read = (...args: string[]) => readArguments(args, known)

it('reads what is to be run', () => {
  expect(read('--streams', '60', '--nodes', '6', '--kill', '2', '--seeds', '2', '--json')).toMatchObject({
    streams: 60,
    nodes: 6,
    kill: 2,
    seeds: [1, 2],
    mode: 'ui',
    json: true,
    scenarios: ['kill'],
  })
  expect(read('--seed', '7', '--seeds', '3', '--scenario', 'all')).toMatchObject({
    seeds: [7],
    scenarios: known,
  })
})

it.each([
  ['--streams', 'many'],
  ['--mode', 'x'],
  ['--scenario', 'x'],
  ['--kill', '20'],
  ['--what', '1'],
])('refuses %s %s', (...args) => {
  expect(() => read(...args)).toThrow(UsageError)
})
