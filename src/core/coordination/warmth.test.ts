import { describe, expect, it } from 'vitest'
import type { BackendKind } from '../../shared/entities'
import { bareLoaded } from '../inference/model-library'
import { firstTokenPatience, isCold, withLoaded } from './warmth'

const probe = (backend: BackendKind, loaded: string[] | null) => ({
  backend,
  models: [],
  loaded: loaded?.map(bareLoaded) ?? null,
  memory: null,
  version: null,
  simulated: false,
})

describe('the patience with a model before its first token', () => {
  it.each<[string, ReturnType<typeof probe> | null, number | undefined, number | undefined]>([
    ['is the user’s when it is loaded', probe('ollama', ['small']), 5000, 5000],
    ['is the user’s when it is loaded under its full name', probe('ollama', ['small:latest']), 5000, 5000],
    ['leaves time to load it', probe('ollama', ['other']), 5000, 600_000],
    ['leaves more time to load it when the user does', probe('ollama', []), 900_000, 900_000],
    ['leaves time where the server does not tell', probe('openai', null), 5000, 600_000],
    ['is the user’s where the server loads it at its start', probe('vllm', null), 5000, 5000],
    ['leaves time before the first look', null, 5000, 600_000],
    ['is the client’s affair without a figure', probe('ollama', ['small']), undefined, undefined],
  ])('%s', (_name, seen, warmMs, patience) => {
    expect(firstTokenPatience(seen, 'small', warmMs)).toBe(patience)
  })
})

it('a model is cold only where the server tells what is loaded', () => {
  expect(isCold(probe('ollama', []), 'small')).toBe(true)
  expect(isCold(probe('ollama', ['small']), 'small')).toBe(false)
  expect(isCold(probe('ollama', null), 'small')).toBe(false)
  expect(isCold(null, 'small')).toBe(false)
})

describe('a model that began to answer', () => {
  it('is in memory, and with it what was there before, until the server says otherwise', () => {
    expect(withLoaded(probe('ollama', ['other']), 'small')?.loaded?.map(({ name }) => name)).toEqual([
      'other',
      'small',
    ])
    const known = probe('ollama', ['small:latest'])
    expect(withLoaded(known, 'small')).toBe(known)
    // Of a server that does not tell, nothing is made up.
    expect(withLoaded(probe('openai', null), 'small')?.loaded).toBeNull()
    expect(withLoaded(null, 'small')).toBeNull()
  })
})
