import { describe, expect, it } from 'vitest'
import { parseInTurns } from './parse-in-turns'
import { createTurns } from './turns'

/** A clock by which everybody always waited long enough, and how often the others had a turn. */
function impatient() {
  let time = 0
  let taken = 0
  const { isDue, take } = createTurns(() => {
    time += 9
    return time
  })
  const counted = async () => {
    taken += 1
    await take()
  }
  return { turns: { isDue, take: counted }, taken: () => taken }
}

const filling = 'x"\\[]{},:\u20ac'.repeat(100)
const many = Array.from({ length: 400 }, (_, index) => ({ id: index, filling, deep: [[{}], []], none: null }))

describe('parseInTurns', () => {
  it.each([
    ['a list', many],
    [
      'an object of an object',
      { title: 'a', mapping: Object.fromEntries(many.map(each => [`"${each.id},`, each])) },
    ],
    ['an empty list in a long document', { empty: [], object: {}, filling: filling.repeat(400) }],
  ])('reads %s as JSON.parse does, and lets others have a turn', async (_what, value) => {
    for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
      const { turns, taken } = impatient()
      expect(await parseInTurns(text, 10, turns)).toEqual(value)
      expect(taken()).toBeGreaterThan(0)
    }
  })

  it.each([
    ['a comma too many', (text: string) => `${text.slice(0, -1)},]`],
    ['a comma too few', (text: string) => text.replace('},{', '} {')],
    ['brackets of two kinds', (text: string) => `${text.slice(0, -1)}}`],
    ['something behind it', (text: string) => `${text} 1]`],
    ['no end', (text: string) => text.slice(0, -1)],
    ['an end in a string', (text: string) => text.slice(0, -30)],
  ])('refuses %s', async (_what, broken) => {
    const text = broken(JSON.stringify(many))
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
    await expect(parseInTurns(text, 10, createTurns())).rejects.toThrow(SyntaxError)
  })

  it('refuses what is nested deeper, and takes no prototype', async () => {
    await expect(parseInTurns(JSON.stringify(many), 3, createTurns())).rejects.toThrow(RangeError)
    const text = `{"__proto__": {"isAdmin": true}, "filling": ${JSON.stringify(filling.repeat(400))}}`
    const read = await parseInTurns(text, 10, createTurns())
    expect(Object.keys(read ?? {})).toEqual(['filling'])
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
  })
})
