import { describe, expect, it } from 'vitest'
import { setLocalBackend } from './edit-local'
import { editText } from './edit-text'
import { loadConfig } from './load-config'

const toEmbedded = (text: string) => editText(text, config => setLocalBackend(config, 'embedded'))

describe('setLocalBackend', () => {
  it('changes the one word and keeps every other, with its comments', () => {
    const text = `# mine
inference:
  backend: vllm # the old one
  vllm: {base_url: "http://localhost:8000"}
  embedded:
    gpu: cpu   # no card
model: {name: auto}
`
    expect(toEmbedded(text)).toBe(text.replace('backend: vllm', 'backend: embedded'))
  })

  it.each(['', '# nothing but a comment\n', 'inference:\n', 'inference: {}\n', 'model: {name: auto}\n'])(
    'writes the key where there is none yet: %j',
    text => {
      const { config } = loadConfig(toEmbedded(text))
      expect(config?.inference.backend).toBe('embedded')
      if (text.startsWith('#')) expect(toEmbedded(text)).toContain(text.trim())
    },
  )

  it('lets a machine answer that was kept from it, or nothing would come of it', () => {
    const text = 'cluster:\n  local:\n    enabled: false # only the others\n    tier: 2\n'
    const written = toEmbedded(text)
    expect(written).toContain(text.replace('false', 'true'))
    expect(loadConfig(written).config?.inference.backend).toBe('embedded')
  })
})
