import { describe, expect, it } from 'vitest'
import { groupsOf } from './groups'
import { readOwnPrompts } from './own-prompts'

describe('prompts of our own', () => {
  const trained = readOwnPrompts('prompts')
  const kept = readOwnPrompts('evaluation')

  it('that check a model are not among those it is trained on, nor one of them in other words', () => {
    const groups = groupsOf([...trained, ...kept])
    const known = new Map(trained.map(({ id }, index) => [groups[index], id]))
    const shared = kept.flatMap(({ id, prompt }, index) => {
      const same = known.get(groups[trained.length + index])
      return same === undefined ? [] : [`${id} is ${same}: ${prompt}`]
    })
    expect(shared).toEqual([])
  })

  it('are more than a hundred of each kind, in many languages, each with a name of its own', () => {
    for (const tier of [0, 2]) expect(kept.filter(row => row.tier === tier).length).toBeGreaterThan(100)
    expect(new Set(kept.map(({ lang }) => lang)).size).toBeGreaterThan(10)
    const ids = [...trained, ...kept].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
