import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LoadedModel, ModelArchitecture } from '../../shared/entities'
import {
  correctionBounds,
  correctionFrom,
  estimateFit,
  estimateNeed,
  type FitQuestion,
  keyValueBytes,
} from './fit'
import { type MachineMemory, roomOf, type SeenUse } from './model-room'
import { bytesPerGigabyte as gigabyte } from './model-table'

const qwen7b: ModelArchitecture = { layers: 28, keyValueHeads: 4, keyLength: 128, valueLength: 128 }

const loadedModel = (changes: Partial<LoadedModel> = {}): LoadedModel => ({
  name: 'qwen2.5:7b',
  sizeBytes: 6 * gigabyte,
  vramBytes: 6 * gigabyte,
  contextLength: 8192,
  expiresAt: null,
  ...changes,
})

const question = (changes: Partial<FitQuestion> = {}): FitQuestion => ({
  node: 'tower',
  model: { sizeBytes: 4_683_087_332, architecture: qwen7b },
  contextLength: 8192,
  room: roomOf({ vramBytes: 24 * gigabyte, ramBytes: 64 * gigabyte, unified: false }, null),
  correction: null,
  loaded: null,
  ...changes,
})

describe('keyValueBytes', () => {
  it('is what llama.cpp says it allocates for Qwen2.5 7B: 448 MiB at 8,192 tokens', () => {
    expect(keyValueBytes(qwen7b, 8192)).toBe(448 * 1024 ** 2)
  })

  it('counts keys and values of their own lengths', () => {
    expect(keyValueBytes({ layers: 1, keyValueHeads: 1, keyLength: 192, valueLength: 128 }, 1)).toBe(640)
  })
})

describe('estimateFit', () => {
  it('puts a model on the GPU that has room for weights, context and buffers', () => {
    const fit = estimateFit(question())
    expect(fit).toMatchObject({
      verdict: 'gpu',
      weightsBytes: 4_683_087_332,
      keyValueBytes: 448 * 1024 ** 2,
      corrected: false,
      usableVramBytes: Math.floor(24 * gigabyte * 0.85),
      usableMemoryBytes: 32 * gigabyte,
    })
    expect(fit.totalBytes).toBeGreaterThan(fit.weightsBytes + fit.keyValueBytes)
    expect(fit.reason).toBe(
      'It takes about 5.7 GB with a context of 8,192 tokens, which fits the 22 GB that tower has for models on its GPU.',
    )
  })

  it.each<[string, MachineMemory | null, string]>([
    [
      'a small card beside much memory',
      { vramBytes: 4 * gigabyte, ramBytes: 32 * gigabyte, unified: false },
      'partly_gpu',
    ],
    ['no card', { vramBytes: 0, ramBytes: 32 * gigabyte, unified: false }, 'memory'],
    ['a machine too small', { vramBytes: 2 * gigabyte, ramBytes: 4 * gigabyte, unified: false }, 'too_large'],
    [
      'a shared memory that holds it',
      { vramBytes: 16 * gigabyte, ramBytes: 16 * gigabyte, unified: true },
      'gpu',
    ],
    [
      'a shared memory that is not counted twice',
      { vramBytes: 8 * gigabyte, ramBytes: 8 * gigabyte, unified: true },
      'too_large',
    ],
    ['a machine nobody knows', null, 'unknown'],
    [
      'a card of unknown size beside enough memory',
      { vramBytes: null, ramBytes: 64 * gigabyte, unified: false },
      'memory',
    ],
    [
      'a small card beside unknown memory',
      { vramBytes: 4 * gigabyte, ramBytes: null, unified: false },
      'unknown',
    ],
  ])('%s', (_, memory, verdict) => {
    expect(estimateFit(question({ room: roomOf(memory, null) })).verdict).toBe(verdict)
  })

  it('is unknown for a model whose size nobody says', () => {
    const fit = estimateFit(question({ model: { sizeBytes: null, architecture: null } }))
    expect(fit).toMatchObject({ verdict: 'unknown', totalBytes: 0 })
    expect(fit.reason).toBe('tower does not say how large the model is.')
  })

  it('counts no cache for a model that makes embeddings only', () => {
    const model = { sizeBytes: 274_302_450, architecture: null, hasCache: false }
    expect(estimateFit(question({ model })).keyValueBytes).toBe(0)
  })

  it('says what was seen, not what was computed, while the model is in memory as asked', () => {
    const loaded = loadedModel({ sizeBytes: 30 * gigabyte, vramBytes: 18 * gigabyte })
    const fit = estimateFit(question({ loaded }))
    expect(fit).toMatchObject({ verdict: 'partly_gpu', totalBytes: 30 * gigabyte, corrected: true })
    expect(fit.reason).toMatch(/^It takes 32 GB/)
    expect(estimateFit(question({ loaded: loadedModel({ vramBytes: 0 }) })).verdict).toBe('memory')
  })

  it('takes what was seen before for a guess at another context', () => {
    const fit = estimateFit(question({ correction: 2 }))
    expect(fit.corrected).toBe(true)
    expect(fit.totalBytes).toBe(2 * estimateFit(question()).totalBytes)
    expect(fit.reason).toContain('by what was seen in use')
  })
})

const architectures = fc.option(
  fc.record({
    layers: fc.integer({ min: 1, max: 200 }),
    keyValueHeads: fc.integer({ min: 1, max: 128 }),
    keyLength: fc.integer({ min: 1, max: 1024 }),
    valueLength: fc.integer({ min: 1, max: 1024 }),
  }),
  { nil: null },
)
const sizes = fc.integer({ min: 0, max: 2 ** 45 })
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const contexts = fc.integer({ min: 1, max: 2 ** 20 })
const memories = maybe(fc.record({ vramBytes: maybe(sizes), ramBytes: maybe(sizes), unified: fc.boolean() }))
const uses: fc.Arbitrary<SeenUse | null> = maybe(
  fc.record({ gpuBytes: sizes, loadedBytes: sizes, spilledBytes: maybe(sizes) }),
)
const questions: fc.Arbitrary<FitQuestion> = fc.record({
  node: fc.constant('tower'),
  model: fc.record({ sizeBytes: maybe(sizes), architecture: architectures, hasCache: fc.boolean() }),
  contextLength: contexts,
  room: fc.tuple(memories, uses).map(([memory, seen]) => roomOf(memory, seen)),
  correction: maybe(fc.double({ min: correctionBounds.least, max: correctionBounds.most, noNaN: true })),
  loaded: maybe(
    fc.record({
      name: fc.constant('qwen2.5:7b'),
      sizeBytes: maybe(sizes),
      vramBytes: maybe(sizes),
      contextLength: maybe(contexts),
      expiresAt: fc.constant(null),
    }),
  ),
})
const order = ['gpu', 'partly_gpu', 'memory', 'unknown', 'too_large']

describe('whatever is asked', () => {
  it('every number is whole and not negative, and the sentence has none that is not', () => {
    fc.assert(
      fc.property(questions, asked => {
        const fit = estimateFit(asked)
        for (const bytes of [fit.weightsBytes, fit.keyValueBytes, fit.totalBytes]) {
          expect(Number.isSafeInteger(bytes)).toBe(true)
          expect(bytes).toBeGreaterThanOrEqual(0)
        }
        expect(fit.reason).not.toMatch(/NaN|Infinity|undefined|null/)
      }),
    )
  })

  it('a longer context never needs less, nor fits better', () => {
    fc.assert(
      fc.property(questions, contexts, (asked, more) => {
        // What is in memory now says where it lies, which is beyond any estimate: a spill may have other reasons.
        const short = estimateFit({ ...asked, loaded: asked.loaded && { ...asked.loaded, vramBytes: null } })
        const long = estimateFit({
          ...asked,
          loaded: asked.loaded && { ...asked.loaded, vramBytes: null },
          contextLength: asked.contextLength + more,
        })
        expect(long.totalBytes).toBeGreaterThanOrEqual(short.totalBytes)
        if (short.verdict !== 'unknown' && long.verdict !== 'unknown')
          expect(order.indexOf(long.verdict)).toBeGreaterThanOrEqual(order.indexOf(short.verdict))
      }),
    )
  })

  it('more memory never makes a model too large', () => {
    fc.assert(
      fc.property(questions, sizes, sizes, sizes, (asked, vram, ram, more) => {
        const verdict = (memory: MachineMemory) =>
          estimateFit({ ...asked, loaded: null, room: roomOf(memory, null) }).verdict
        const before = verdict({ vramBytes: vram, ramBytes: ram + vram + 1, unified: false })
        const after = verdict({ vramBytes: vram, ramBytes: ram + vram + 1 + more, unified: false })
        if (before !== 'too_large') expect(after).not.toBe('too_large')
      }),
    )
  })

  it('a correction stays within its bounds and is never NaN', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), (seen, estimated) => {
        const correction = correctionFrom(seen, estimated)
        if (correction === null) return
        expect(correction).toBeGreaterThanOrEqual(correctionBounds.least)
        expect(correction).toBeLessThanOrEqual(correctionBounds.most)
      }),
    )
  })

  it('what was learnt from a load foretells that load', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2 ** 20, max: 2 ** 40 }),
        architectures,
        contexts,
        (size, architecture, context) => {
          const { totalBytes } = estimateNeed({ sizeBytes: size, architecture }, context)
          const seen = Math.round(totalBytes * 1.7)
          const correction = correctionFrom(seen, totalBytes)
          const fit = estimateFit(
            question({ model: { sizeBytes: size, architecture }, contextLength: context, correction }),
          )
          expect(Math.abs(fit.totalBytes - seen)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})
