import { describe, expect, it } from 'vitest'
import { matchingGroups } from './picker'

const groups = [
  { label: 'Nodes', options: [{ value: 'a', label: 'gaming-pc', hint: 'Balanced' }] },
  {
    label: 'Models',
    options: [
      { value: 'b', label: 'Qwen2.5:7b' },
      { value: 'c', label: 'llama3.2:3b' },
    ],
  },
]
const found = (query: string) => matchingGroups(groups, query).map(({ options }) => options.map(o => o.value))

describe('matchingGroups', () => {
  it('keeps all while nothing is typed, and no group without options', () => {
    expect(found(' ')).toEqual([['a'], ['b', 'c']])
    expect(found('nothing like it')).toEqual([])
  })

  it('finds by every word, in any order and case, also in the hint', () => {
    expect(found('7B qwen')).toEqual([['b']])
    expect(found('balanced')).toEqual([['a']])
    expect(found('llama 7b')).toEqual([])
  })
})
