import { describe, expect, it } from 'vitest'
import { isSameCopy, type Written, whyNotContinued } from './gate'
import { createSeam } from './seam'

const written = (changes: Partial<Written> = {}): Written => ({
  text: 'word '.repeat(100),
  tokens: 100,
  hasToolCall: false,
  isReasoning: false,
  ...changes,
})
const tool = { name: 'search', parameters: {} }

describe('the gate before an answer is gone on with', () => {
  it('lets plain text of some length through, once', () => {
    expect(whyNotContinued({}, written(), 0)).toBeNull()
    expect(whyNotContinued({}, written(), 1)).not.toBeNull()
    expect(whyNotContinued({}, written({ tokens: 64 }), 0)).toBeNull()
    expect(whyNotContinued({}, written({ tokens: 63 }), 0)).not.toBeNull()
  })

  it.each([
    ['a tool was called', {}, { hasToolCall: true }],
    ['a tool may be called', { tools: [tool] }, {}],
    ['a grammar keeps its form', { format: { type: 'json' } as const }, {}],
    ['it broke off in a thought', {}, { isReasoning: true }],
    ['it goes on with a raw text', { prompt: { text: 'Once' } }, {}],
    ['it is as long as it may be', { maxTokens: 100 }, {}],
  ])('is shut when %s', (_name, asked, changes) => {
    expect(whyNotContinued(asked, written(changes), 0)).not.toBeNull()
  })
})

describe('two copies of a model', () => {
  const copy = (digest: string | null, model = 'small', backend = 'ollama' as const) => ({
    backend,
    model,
    summary: { digest },
  })
  it('are the same when their digests are, and when nobody tells one only by exact name and kind of server', () => {
    expect(isSameCopy(copy('sha256:1'), copy('sha256:1'))).toBe(true)
    expect(isSameCopy(copy('sha256:1'), copy('sha256:2'))).toBe(false)
    expect(isSameCopy(copy('sha256:1'), copy(null)), 'one of them says nothing').toBe(false)
    expect(isSameCopy(copy(null), copy(null))).toBe(true)
    expect(isSameCopy(copy(null), copy(null, 'small:latest'))).toBe(false)
    expect(isSameCopy(copy(null), { ...copy(null), backend: 'vllm' })).toBe(false)
  })
})

describe('the seam', () => {
  const shown = Array.from({ length: 40 }, (_, index) => `word ${index}, `).join('')
  const join = (text: string, size = 5) => {
    const seam = createSeam(shown)
    let all = ''
    for (let at = 0; at < text.length; at += size) {
      const part = seam.take(text.slice(at, at + size))
      if (part?.verdict === 'began_anew') return null
      all += part?.text ?? ''
    }
    const rest = seam.end()
    return rest.verdict === 'began_anew' ? null : all + rest.text
  }

  it.each([1, 5, 200])('hands on what follows, unchanged, in parts of %d', size => {
    const next = 'and so it went on for quite a while, until the end.'
    expect(join(next, size)).toBe(next)
    expect(join('the end.', size), 'shorter than what is compared').toBe('the end.')
    expect(join('', size)).toBe('')
  })

  it('takes away the end of the text when the server repeats it', () => {
    expect(join(`${shown.slice(-32)}and on.`)).toBe('and on.')
  })

  it('sees that a server began the answer anew', () => {
    expect(join(shown)).toBeNull()
  })

  it('takes nothing away from a text that repeats itself', () => {
    const line = '| --- | --- | --- | --- |\n'.repeat(4)
    const seam = createSeam(line)
    expect(seam.take(line)).toEqual({ verdict: 'joined', text: line })
  })
})
