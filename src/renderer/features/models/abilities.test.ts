import { describe, expect, it } from 'vitest'
import { describeAbilities } from './abilities'

describe('abilities in words', () => {
  it('groups them by what is known, the best evidence first', () => {
    expect(
      describeAbilities([
        { capability: 'vision', evidence: 'assumed' },
        { capability: 'tools', evidence: 'proven' },
        { capability: 'json', evidence: 'proven' },
      ]),
    ).toBe('Tools, JSON: proven by trying. Images: assumed from the kind of server.')
    expect(describeAbilities([])).toBe('')
  })
})
