import { describe, expect, it } from 'vitest'
import { engineOffer } from './engine-offer'

const ollama = {
  origin: 'local',
  backend: 'ollama',
  status: 'online',
  url: 'http://localhost:11434',
} as const

describe('the offer to use the engine', () => {
  it('is made where this machine answers with nothing, and names what it would replace', () => {
    expect(engineOffer({ state: 'ready' }, [])).toEqual({ replaces: null })
    expect(engineOffer({ state: 'ready' }, [{ ...ollama, status: 'offline' }])).toEqual({ replaces: null })
    expect(engineOffer({ state: 'ready' }, [{ ...ollama, origin: 'config' }])).toEqual({ replaces: null })
    expect(engineOffer({ state: 'ready' }, [ollama])).toEqual({
      replaces: { backend: 'Ollama', url: 'http://localhost:11434' },
    })
  })

  it('is not made of an engine that is in use or not there', () => {
    expect(engineOffer({ state: 'ready' }, [{ ...ollama, backend: 'embedded' }])).toBeNull()
    expect(engineOffer({ state: 'absent' }, [])).toBeNull()
  })
})
