import { describe, expect, it } from 'vitest'
import { nodeName } from '../../../shared/entities'
import { findLookalike, harmlessName } from './names'

describe('names of strangers', () => {
  it('are names that a node may have, whatever was sent', () => {
    for (const text of ['A\u0308pfel', ' a\tb ', '\u{e0041}x', '\ufeffx\ufe0f', 'é'.repeat(200), '\ud800x']) {
      const name = harmlessName(text)
      expect(nodeName.parse(name)).toBe(name)
    }
    expect(harmlessName('\u202e\u0000 \u2028')).toBeNull()
  })

  it('are told from the name they imitate', () => {
    for (const fake of ['gpu-b0x', 'gрu-box', 'GPU-BOX', 'gpu box', 'gpu‑box', 'ɡpu-bοx']) {
      expect(findLookalike(fake, ['attic', 'gpu-box'])).toBe('gpu-box')
    }
    expect(findLookalike('gpu-box', ['gpu-box', 'gpu-box-2', 'attic'])).toBeUndefined()
  })
})
