import { describe, expect, it } from 'vitest'
import { catalogueModel, modelCapabilities, modelName } from '../../shared/entities'
import { catalogue, findInCatalogue } from './catalogue'
import { keyValueBytes } from './fit'
import { qwen25 } from './model-table'

/** Bits a parameter takes on disk. Small models keep their large vocabulary, and image models their eyes, in more bits. */
const bits: Record<string, [least: number, most: number]> = {
  Q4_K_M: [4.6, 6.6],
  MXFP4: [4.2, 5.5],
  Q8_0: [8.2, 9],
  F16: [15.5, 17],
}

describe('the catalogue', () => {
  it('has what the contract sends', () => {
    for (const model of catalogue) expect(catalogueModel.parse(model)).toEqual(model)
  })

  it.each(catalogue.map(model => [model.name, model] as const))(
    '%s has a size that its parameters explain',
    (_, model) => {
      const [least, most] = bits[model.quantization] ?? [0, 0]
      const bitsPerParameter = (model.sizeBytes * 8) / (model.parametersBillion * 1e9)
      expect(bitsPerParameter).toBeGreaterThan(least)
      expect(bitsPerParameter).toBeLessThan(most)
    },
  )

  it.each(catalogue.map(model => [model.name, model] as const))(
    '%s has a cache that is no larger than models of its size have',
    (_, model) => {
      if (model.architecture === null) return
      // A misread digit makes this ten times too large; Llama 3.2 3B keeps most, 5.7 % of its weights a thousand tokens.
      const share = keyValueBytes(model.architecture, 1000) / model.sizeBytes
      expect(share).toBeGreaterThan(0.0005)
      expect(share).toBeLessThan(0.06)
    },
  )

  it('names every model once, as it can be pulled', () => {
    const names = catalogue.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) {
      expect(modelName.parse(name)).toBe(name)
      expect(name).toContain(':')
    }
  })

  it('has every model that is ever recommended', () => {
    for (const { model } of qwen25.choices) expect(findInCatalogue(model)).not.toBeNull()
  })

  it('has something for every purpose and every tier', () => {
    const having = (capability: string) => catalogue.filter(model => model.capabilities.includes(capability))
    expect(having('vision').length).toBeGreaterThanOrEqual(3)
    expect(having('embeddings').length).toBeGreaterThanOrEqual(2)
    expect(having('tools').length).toBeGreaterThanOrEqual(5)
    for (const tier of [0, 1, 2])
      expect(catalogue.filter(model => model.suggestedTier === tier).length).toBeGreaterThan(2)
  })

  it('uses the words for abilities that everything else uses', () => {
    const known: readonly string[] = modelCapabilities.keyof().options
    for (const { capabilities } of catalogue)
      for (const capability of capabilities) expect(known).toContain(capability)
  })

  it('points to single files on the hub, with checksums that are checksums', () => {
    for (const { gguf } of catalogue) {
      if (gguf === null) continue
      expect(gguf.url).toMatch(/^https:\/\/huggingface\.co\/[^/]+\/[^/]+\/resolve\/main\/[^/]+\.gguf$/)
      // The first part of a model in several files is no model.
      expect(gguf.url).not.toMatch(/-0000\d-of-/)
      if (gguf.sha256 !== null) expect(gguf.sha256).toMatch(/^[0-9a-f]{64}$/)
    }
    const sums = catalogue.flatMap(({ gguf }) => gguf?.sha256 ?? [])
    expect(new Set(sums).size).toBe(sums.length)
  })

  it('offers no file for what one file cannot do', () => {
    for (const { capabilities, gguf } of catalogue)
      if (capabilities.includes('vision')) expect(gguf).toBeNull()
  })

  it('finds a model with and without :latest, and only that', () => {
    expect(findInCatalogue('phi4')?.name).toBe('phi4:latest')
    expect(findInCatalogue('bge-m3:latest')?.title).toBe('BGE-M3')
    expect(findInCatalogue('qwen2.5')).toBeNull()
  })
})
