import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../shared/errors'
import { dialectOf, errorAnswer, errorBody } from './dialect'
import { routes } from './route-table'

const named = (name: string) => routes.find(route => route.name === name) ?? null

describe('the words an error is written in', () => {
  it('are those of the route, whatever its address looks like', () => {
    expect(dialectOf(named('complete'), { url: '/api/complete', headers: {} })).toBe('harombe')
    expect(dialectOf(named('openAiChat'), { url: '/v1/chat/completions?x=/api/', headers: {} })).toBe(
      'openai',
    )
  })

  it('follow the header that tells who asks for the list two APIs share', () => {
    const headers = { 'anthropic-version': '2023-06-01' }
    expect(dialectOf(named('openAiModels'), { url: '/v1/models', headers })).toBe('anthropic')
    expect(dialectOf(named('openAiModels'), { url: '/v1/models', headers: {} })).toBe('openai')
    expect(dialectOf(named('openAiChat'), { url: '/v1/chat/completions', headers })).toBe('openai')
  })

  it.each([
    ['/v1/audio/speech', 'openai'],
    ['/api/blobs/sha256:0', 'ollama'],
    ['/v1/messages', 'anthropic'],
    ['/v1/messages?beta=true', 'anthropic'],
    ['/v1/messages/batches', 'anthropic'],
    ['/v1/messages2', 'openai'],
    ['/v1', 'harombe'],
    ['/apis/', 'harombe'],
    ['/assets/missing.js', 'harombe'],
  ])('are guessed for what is not there: %s', (url, dialect) => {
    expect(dialectOf(null, { url, headers: {} })).toBe(dialect)
    expect(dialectOf(named('asset'), { url, headers: {} })).toBe(dialect)
  })

  it('make of what no node can do a request that cannot be taken, which clients do not repeat', () => {
    const error = new HarombeError('NOT_SUPPORTED', 'No node can see images.')
    const answers = (['openai', 'ollama', 'anthropic'] as const).map(name => errorAnswer(error, name))
    expect(answers).toMatchObject([
      {
        status: 400,
        headers: { 'x-should-retry': 'false' },
        body: { error: { type: 'invalid_request_error', code: 'not_supported' } },
      },
      { status: 400, body: { error: 'No node can see images.' } },
      {
        status: 400,
        headers: { 'x-should-retry': 'false' },
        body: { error: { type: 'invalid_request_error' } },
      },
    ])
  })

  it('carry the message in every dialect', () => {
    const error = new HarombeError('MODEL_MISSING', 'No such model.', { hint: 'Pull it.' })
    const bodies = (['harombe', 'openai', 'ollama', 'anthropic'] as const).map(name => errorBody(error, name))
    expect(bodies).toMatchObject([
      { error: { code: 'MODEL_MISSING', message: 'No such model.', hint: 'Pull it.' } },
      { error: { code: 'model_not_found', message: 'No such model. Pull it.' } },
      { error: 'No such model. Pull it.' },
      { type: 'error', error: { type: 'not_found_error', message: 'No such model. Pull it.' } },
    ])
  })
})
