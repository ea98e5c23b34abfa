import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InferenceFrame } from './protocol'
import { type AnswerSample, delta, events, samples } from './testing/answer-corpus'
import { cut, essence, play } from './testing/played-connection'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const bytewise = (bytes: Uint8Array) => Array.from(bytes, (_byte, index) => bytes.subarray(index, index + 1))

describe.each(samples)('an answer of $name', sample => {
  const bytes = encode(sample.body)

  it('is the same cut in two at every byte, and byte by byte', async () => {
    for (let at = 0; at <= bytes.length; at++) {
      expect(essence(await play(sample, cut(bytes, [at])))).toEqual(sample.frames)
    }
    expect(essence(await play(sample, bytewise(bytes)))).toEqual(sample.frames)
  })

  it('is the same with every kind of line end, and behind a byte order mark', async () => {
    const isDocument = sample.contentType === 'application/json'
    for (const end of isDocument ? [] : ['\r\n', '\r']) {
      const other = encode(sample.body.replaceAll('\n', end))
      expect(essence(await play(sample, [other]))).toEqual(sample.frames)
      expect(essence(await play(sample, bytewise(other)))).toEqual(sample.frames)
    }
    // A document is parsed whole: there the mark is no part of JSON.
    const marked = encode(`\uFEFF${sample.body}`)
    if (!isDocument) expect(essence(await play(sample, bytewise(marked)))).toEqual(sample.frames)
  })

  it('is the same with line ends mixed at random', async () => {
    if (sample.contentType === 'application/json') return
    const pieces = sample.body.split('\n')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: pieces.length, maxLength: pieces.length }),
        fc.array(fc.nat(bytes.length + pieces.length)),
        async (ends, places) => {
          const mixed = pieces
            .map((piece, index) => piece + (index < pieces.length - 1 ? ends[index] : ''))
            .join('')
          // A CR and the LF of a blank line behind it are one line end, not two.
          fc.pre(mixed.replace(/\r\n?/g, '\n') === sample.body)
          expect(essence(await play(sample, cut(encode(mixed), places)))).toEqual(sample.frames)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('is done only when its terminal marker is there to the last byte', async () => {
    const marker = encode(sample.body.trimEnd()).length
    for (let length = 0; length <= bytes.length; length++) {
      const last = (await play(sample, [bytes.subarray(0, length)])).at(-1)
      expect([length, last?.type]).toEqual([length, length < marker ? 'error' : 'done'])
    }
  })

  it('goes on after its end for nobody', async () => {
    if (sample.contentType === 'application/json') return
    const twice = encode(`${sample.body + sample.body}<html>`)
    expect(essence(await play(sample, [twice]))).toEqual(sample.frames)
    expect(essence(await play(sample, bytewise(twice)))).toEqual(sample.frames)
  })
})

/** Everything `stream` promises of its frames, whatever the server sends. */
function expectPromises(frames: readonly InferenceFrame[], sample: AnswerSample): void {
  const ends = frames.filter(({ type }) => type === 'done' || type === 'error')
  expect(ends).toHaveLength(1)
  expect(frames.at(-1)).toBe(ends[0])
  for (const frame of frames) {
    // INTERNAL would be a fault of ours.
    if (frame.type === 'error') expect(frame.error.code).not.toBe('INTERNAL')
    if (frame.type === 'text' || frame.type === 'reasoning') expect(frame.text).not.toBe('')
    if (frame.type === 'usage') {
      for (const count of Object.values(frame.usage)) expect(count ?? 0).toBeGreaterThanOrEqual(0)
    }
    if (frame.type === 'tool_call') {
      expect(sample.request.tools?.length).toBeGreaterThan(0)
      expect(Object.hasOwn(frame.call.arguments, '__proto__')).toBe(false)
      expect(Object.getPrototypeOf(frame.call.arguments)).toBe(Object.prototype)
    }
  }
}

const spoil = fc.oneof(
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.nat(2000),
    bytes: fc.uint8Array({ maxLength: 6 }),
  }),
  // Half characters, characters that are none, an endless one, a mark in the middle.
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.nat(2000),
    bytes: fc.constantFrom(
      [0xc3],
      [0xf0, 0x9f],
      [0xff, 0xfe],
      [0x80],
      [0xed, 0xa0, 0x80],
      [0xef, 0xbb, 0xbf],
    ),
  }),
  fc.record({
    kind: fc.constant('drop' as const),
    at: fc.nat(2000),
    length: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({
    kind: fc.constant('repeat' as const),
    at: fc.nat(2000),
    length: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(2000), bit: fc.nat(7) }),
  fc.record({
    kind: fc.constant('splice' as const),
    at: fc.nat(2000),
    text: fc.constantFrom(
      'event: execute\ndata: {"run":"x"}\n\n',
      'data: {"error":{"message":"boom","code":500}}\n\n',
      '{"error":"boom"}\n',
      '{"type":"chat:completion"}\n',
      'data: [DONE]\n\n',
      '{"done":true}\n',
      '\n\n\n',
      '\r',
      ': comment\n',
      'null\n',
      '{"usage":{"prompt_tokens":1e18,"completion_tokens":-1}}\n',
      '{"__proto__":{"admin":true}}\n',
    ),
  }),
)
type Spoil = typeof spoil extends fc.Arbitrary<infer T> ? T : never

function spoiled(bytes: Uint8Array, { at, ...how }: Spoil): Uint8Array {
  const place = Math.min(at, bytes.length)
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)]
  switch (how.kind) {
    case 'insert':
      return Buffer.concat([before, Uint8Array.from(how.bytes), after])
    case 'splice':
      return Buffer.concat([before, encode(how.text), after])
    case 'drop':
      return Buffer.concat([before, after.subarray(how.length)])
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, how.length), after])
    case 'flip': {
      const flipped = Uint8Array.from(bytes)
      flipped[place] = (flipped[place] ?? 0) ^ (1 << how.bit)
      return flipped
    }
  }
}

describe('a spoiled answer', () => {
  it('keeps every promise, and comes to the same however its bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.array(spoil, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(2000), { maxLength: 12 }),
        async (sample, spoils, places) => {
          const bytes = spoils.reduce(spoiled, encode(sample.body))
          const whole = await play(sample, [bytes])
          expectPromises(whole, sample)
          const pieces = await play(sample, cut(bytes, places))
          expectPromises(pieces, sample)
          expect(essence(pieces)).toEqual(essence(whole))
        },
      ),
      { numRuns: 600 },
    )
  })

  it('of nothing but noise keeps every promise', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.uint8Array({ maxLength: 400 }),
        async (sample, bytes) => expectPromises(await play(sample, [bytes]), sample),
      ),
      { numRuns: 200 },
    )
  })
})

describe('a tool call', () => {
  const [streamed] = samples.filter(({ name }) => name.startsWith('OpenAI, two'))
  if (streamed === undefined) throw new Error('The corpus has no streamed calls.')
  const whole = '{"path":"/tmp/ä","deep":{"list":[1,{"x":"}"}],"text":"{\\"a\\":1}"}}'
  const calling = (text: string, reason: string) =>
    encode(
      events(
        delta({ tool_calls: [{ index: 0, id: 'a', function: { name: 'one', arguments: '' } }] }),
        ...Array.from(text, piece => delta({ tool_calls: [{ index: 0, function: { arguments: piece } }] })),
        delta({}, reason),
        '[DONE]',
      ),
    )

  it('is made of whole arguments only: no beginning of them is repaired into one', async () => {
    for (let length = 1; length < whole.length; length++) {
      const begun = whole.slice(0, length)
      const stopped = await play(streamed, [calling(begun, 'tool_calls')])
      expect(essence(stopped)).toEqual([{ type: 'error', code: 'MALFORMED_RESPONSE' }])
      const cutOff = await play(streamed, [calling(begun, 'length')])
      expect(essence(cutOff)).toEqual([{ type: 'done', reason: 'length' }])
    }
    expect(essence(await play(streamed, [calling(whole, 'tool_calls')]))).toMatchObject([
      { type: 'tool_call', name: 'one', arguments: JSON.parse(whole) },
      { type: 'done', reason: 'tool_calls' },
    ])
  })

  it.each([
    ['said twice', whole + whole],
    ['with something behind it', `${whole}]`],
    ['that is a list', '[1]'],
    ['that is a word', '"rm -rf"'],
    ['that is a number', '1e309'],
    ['nested without end', `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`],
    ['with bare control characters', '{"a":"\n"}'],
    ['in single quotes', "{'a':1}"],
    ['with a comma too many', '{"a":1,}'],
  ])('%s is none', async (_what, text) => {
    expect(essence(await play(streamed, [calling(text, 'tool_calls')]))).toEqual([
      { type: 'error', code: 'MALFORMED_RESPONSE' },
    ])
  })
})

describe('what never ends', () => {
  const pour = (prefix: string, piece: string, times: number) => [
    encode(prefix),
    ...Array.from({ length: times }, () => encode(piece)),
  ]
  const mebibyte = 1024 * 1024

  it.each(samples)('is stopped in $name: a line of a gibibyte', async sample => {
    const chunk = new Uint8Array(mebibyte).fill(0x61)
    let read = 0
    function* gibibyte() {
      for (; read < 1024; read++) yield chunk
    }
    const frames = await play(sample, gibibyte())
    expect(essence(frames)).toEqual([{ type: 'error', code: 'MALFORMED_RESPONSE' }])
    expect(read).toBeLessThanOrEqual(18)
  })

  it.each(samples.filter(({ contentType }) => contentType === 'text/event-stream'))(
    'is stopped in $name: an event of endless lines',
    async sample => {
      const frames = await play(sample, pour('', `${'data: x\n'.repeat(1000)}`, 1200))
      expect(essence(frames)).toEqual([{ type: 'error', code: 'MALFORMED_RESPONSE' }])
    },
  )

  it('is stopped in reasoning that never becomes an answer', async () => {
    const [sample] = samples
    if (sample === undefined) throw new Error('The corpus is empty.')
    const hm = `${JSON.stringify({ message: { content: `<think>${'hm '.repeat(100)}` } })}\n`
    const frames = await play(sample, pour(hm, hm, 1000), { maxTokens: 300 })
    expect(frames.at(-1)).toEqual({ type: 'done', reason: 'length' })
    const length = frames.reduce((sum, frame) => sum + ('text' in frame ? frame.text.length : 0), 0)
    expect(length).toBeLessThan(300 * 16 + 1000)
  })
})
