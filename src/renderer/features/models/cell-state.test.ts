import { describe, expect, it } from 'vitest'
import { english } from '../../../shared/texts/english'
import { cellActions, cellLook, jobShare, missingAbility } from './cell-state'
import { createFit, createJob, createLibrary, createModel } from './models.fixture'

const loaded = { name: 'm', sizeBytes: 9.9e9, vramBytes: 9.9e9, contextLength: 8192, expiresAt: null }
const none = { pull: false, remove: false, load: false, unload: false }

describe('cell look', () => {
  it('says where a loaded model is and with which context', () => {
    const look = (part: Partial<typeof loaded> | { vramBytes: null; sizeBytes: null; contextLength: null }) =>
      cellLook(createLibrary(), createModel({ loaded: { ...loaded, ...part } }), null, english)
    expect(look({})).toEqual({ shape: 'ok', label: 'Loaded', details: ['9.9 GB VRAM', '8K'] })
    expect(look({ vramBytes: 6.9e9 })?.details).toEqual(['6.9 of 9.9 GB VRAM', '8K'])
    expect(look({ vramBytes: 0 })?.details).toEqual(['9.9 GB memory', '8K'])
    expect(look({ vramBytes: null, sizeBytes: null, contextLength: null })?.details).toEqual(['fits the GPU'])
  })

  it('does not call a model loaded or on disk where the server does not tell', () => {
    const model = createModel({ fit: createFit({ verdict: 'too_large' }) })
    expect(cellLook(createLibrary({ tellsLoaded: false, backend: 'openai' }), model, null, english)).toEqual({
      shape: 'held',
      label: 'Served',
      details: ['too large'],
    })
    // What vLLM lists it was started with.
    expect(
      cellLook(createLibrary({ tellsLoaded: false, backend: 'vllm' }), model, null, english)?.shape,
    ).toBe('ok')
  })

  it('shows nothing live of a node that is away', () => {
    const look = cellLook(createLibrary({ online: false }), createModel({ loaded }), null, english)
    expect(look).toEqual({ shape: 'off', label: 'Last seen', details: [] })
  })

  it('rounds a pull down, so that 100 % is the end', () => {
    const job = createJob({ completedBytes: 999, totalBytes: 1000 })
    expect(cellLook(createLibrary(), null, job, english)).toEqual({
      shape: 'busy',
      label: 'Pulling',
      details: ['99 %'],
    })
    expect(cellLook(createLibrary(), null, createJob({ totalBytes: null }), english)?.details).toEqual([])
    expect(jobShare(createJob({ completedBytes: 12, totalBytes: 10 }))).toBe(1)
    expect(jobShare(createJob({ totalBytes: 0 }))).toBeNull()
  })
})

describe('cell actions', () => {
  it('offers what the node can do and what makes sense now', () => {
    const node = createLibrary()
    expect(cellActions(node, createModel(), null)).toEqual(['load', 'details', 'remove'])
    expect(cellActions(node, createModel({ loaded }), null)).toEqual(['unload', 'details', 'remove'])
    expect(cellActions(node, null, null)).toEqual(['pull'])
    expect(cellActions(node, createModel(), createJob())).toEqual(['cancel', 'details'])
    expect(cellActions(node, null, createJob())).toEqual(['cancel'])
  })

  it('offers no change on a node that is away or lets none', () => {
    expect(cellActions(createLibrary({ online: false }), createModel(), null)).toEqual(['details'])
    expect(cellActions(createLibrary({ online: false }), null, null)).toEqual([])
    expect(cellActions(createLibrary({ abilities: none }), createModel(), null)).toEqual(['details'])
  })

  it('says why something is missing', () => {
    expect(missingAbility(createLibrary(), english)).toBeNull()
    expect(missingAbility(createLibrary({ online: false }), english)).toMatch(/offline/)
    expect(missingAbility(createLibrary({ abilities: none, backend: 'vllm' }), english)).toMatch(
      /^vLLM serves/,
    )
    expect(missingAbility(createLibrary({ abilities: none, backend: 'harombe' }), english)).toMatch(/harombe/)
    const loads = { ...none, load: true, unload: true }
    expect(missingAbility(createLibrary({ abilities: loads, backend: 'openai' }), english)).toMatch(
      /get, delete/,
    )
  })
})
