import { describe, expect, it } from 'vitest'
import { english } from '../../../shared/texts/english'
import { describeAbilities } from './abilities'

describe('abilities in words', () => {
  it('groups them by what is known, the best evidence first', () => {
    expect(
      describeAbilities(
        [
          { capability: 'vision', evidence: 'assumed' },
          { capability: 'tools', evidence: 'proven' },
          { capability: 'json', evidence: 'proven' },
        ],
        english,
      ),
    ).toBe('Tools, JSON: proven by trying. Images: assumed from the kind of server.')
    expect(describeAbilities([], english)).toBe('')
  })
})
