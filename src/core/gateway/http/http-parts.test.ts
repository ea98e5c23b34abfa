import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { HarombeError, hasCode } from '../../../shared/errors'
import { answeredBy, route } from '../testing/fake-cluster'
import { errorHeaders, toHarombeError, withoutBlame } from './error-answer'
import { parseJsonBody } from './json-body'
import { parseInput } from './parse-input'
import { corsHeaders, decodeHeaderText, encodeHeaderText, routingHeaders } from './response-headers'

describe('text in headers', () => {
  it.each([
    'plain text: 100 ok',
    'A simple question → mac-mini',
    '50 %',
    'größer',
    '\r\nSet-Cookie: x',
    '\u0000\u007f',
    '🙂',
  ])('carries %j as printable ASCII and back', text => {
    const encoded = encodeHeaderText(text)
    expect(encoded).toMatch(/^[\x20-\x7e]*$/)
    expect(decodeHeaderText(encoded)).toBe(text)
  })

  it('survives lone surrogates and long reasons', () => {
    expect(encodeHeaderText('a\ud800b')).toBe('a%EF%BF%BDb')
    expect(decodeHeaderText(encodeHeaderText('x'.repeat(5000)))).toHaveLength(513)
  })
})

describe('the headers of an answer', () => {
  const classification = { ...route.classification, class: 'complex', tier: 2 } as const
  const judged = {
    ...route,
    wantedTier: 2 as const,
    classification: { ...classification, probabilities: [0.1, 0.25, 0.65] as [number, number, number] },
  }

  it('say what the question was taken for beside who answered', () => {
    expect(routingHeaders(judged, answeredBy)).toMatchObject({
      'x-harombe-tier': '0',
      'x-harombe-class': 'complex',
      'x-harombe-wanted-tier': '2',
      'x-harombe-probabilities': '0.100, 0.250, 0.650',
    })
    expect(routingHeaders(route, answeredBy)).not.toHaveProperty('x-harombe-probabilities')
  })

  it('may all be read by a page of an allowed origin', () => {
    const exposed = corsHeaders('https://a.example')['access-control-expose-headers']?.split(', ')
    expect(exposed).toEqual(expect.arrayContaining(Object.keys(routingHeaders(judged, answeredBy))))
  })
})

describe('JSON bodies', () => {
  const parse = (text: string | Buffer) => parseJsonBody(Buffer.from(text as string), 64)
  const bad = expect.toSatisfy(error => hasCode(error, 'BAD_REQUEST'))

  it('are bounded in depth', () => {
    expect(parse(`${'['.repeat(64)}${']'.repeat(64)}`)).toBeInstanceOf(Array)
    expect(() => parse(`${'['.repeat(65)}${']'.repeat(65)}`)).toThrow(bad)
  })

  it('must be UTF-8 and JSON', () => {
    expect(() => parse(Buffer.from([0x22, 0xff, 0xfe, 0x22]))).toThrow(bad)
    expect(() => parse('{"a":')).toThrow(bad)
    expect(() => parse('')).toThrow(bad)
  })
})

it('names the field that does not fit', () => {
  const schema = z.object({ messages: z.array(z.object({ content: z.string() })) })
  expect(() => parseInput(schema, { messages: [{ content: 'a' }, { content: 1 }] })).toThrow(
    expect.toSatisfy(error => hasCode(error, 'BAD_REQUEST') && error.data?.param === 'messages[1].content'),
  )
})

describe('errors', () => {
  it('keep what is unexpected to themselves', () => {
    const seen: unknown[] = []
    const error = toHarombeError(new TypeError('secret /home/me'), cause => {
      seen.push(cause)
      return 'ref-1'
    })
    expect(error.code).toBe('INTERNAL')
    expect(error.message).toContain('ref-1')
    expect(JSON.stringify(error.toShape())).not.toContain('secret')
    expect(seen).toHaveLength(1)
  })

  it('say how long to wait', () => {
    expect(errorHeaders(new HarombeError('NODE_BUSY', '', { data: { retryAfterMs: 2500 } }))).toEqual({
      'retry-after': '3',
    })
    expect(errorHeaders(new HarombeError('NO_NODE_AVAILABLE', ''))).toEqual({ 'retry-after': '1' })
    expect(errorHeaders(new HarombeError('BAD_REQUEST', ''))).toEqual({})
  })

  it('blame nobody when all nodes were only busy', () => {
    const ended = (...codes: string[]) =>
      withoutBlame(
        new HarombeError('ALL_NODES_FAILED', 'No.', { data: { attempts: codes.map(code => ({ code })) } }),
      ).code
    expect(ended('NODE_BUSY', 'NODE_LOADING')).toBe('NODE_BUSY')
    expect(ended('NODE_BUSY', 'NODE_ERROR')).toBe('ALL_NODES_FAILED')
    expect(ended()).toBe('ALL_NODES_FAILED')
    expect(withoutBlame(new HarombeError('TIMEOUT', '')).code).toBe('TIMEOUT')
  })
})
