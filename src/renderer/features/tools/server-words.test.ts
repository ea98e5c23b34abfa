import { expect, it } from 'vitest'
import { english } from '../../../shared/texts/english'
import { groupTools } from './group-tools'
import { changesText, type ToolChange } from './server-words'

const text = { text: '', bytes: 0, isCut: false }
const tools = (...changes: ToolChange[]) =>
  changes.map((change, index) => ({ name: `t${index}`, description: text, schema: text, change }))

it('counts what is not as it was approved', () => {
  expect(changesText(tools('new', 'new'), english)).toBe('2 tools')
  expect(changesText(tools('same', 'new', 'changed', 'gone', 'same'), english)).toBe(
    '1 new, 1 changed, 1 gone, 2 as approved',
  )
  expect(changesText([], english)).toBe('0 tools')
})

it('puts own tools before those of servers', () => {
  const tool = (name: string, server: string | null) =>
    ({ name, server, title: name, description: '', risk: 'none', unavailable: null }) as const
  const groups = groupTools([tool('a', 'zoo'), tool('b', null), tool('c', 'bar'), tool('d', 'zoo')])
  expect(groups.map(({ server, tools: own }) => [server, own.map(({ name }) => name)])).toEqual([
    [null, ['b']],
    ['bar', ['c']],
    ['zoo', ['a', 'd']],
  ])
})
