import { describe, expect, it } from 'vitest'
import { unknownCapabilities } from '../../shared/entities'
import { readDeclaredCapabilities, withDeclared } from './declared-capabilities'
import { specOf } from './testing/cluster'

describe('words the user writes of a node', () => {
  it.each([
    [['vision', 'tools'], { vision: 'yes', tools: 'yes' }],
    [['no-vision'], { vision: 'no' }],
    [['Vision', ' No-Tools '], { vision: 'yes', tools: 'no' }],
    [['vision', 'no-vision'], { vision: 'no' }],
    [['gpu', 'upstairs', 'no-cats', ''], {}],
    [['toString', 'no-constructor', '__proto__'], {}],
  ])('%j mean %j', (written, meant) => {
    expect(readDeclaredCapabilities(written)).toEqual(meant)
  })
})

describe('what the user says of a node', () => {
  const found = { ...unknownCapabilities, vision: 'no', tools: 'yes', contextLength: 4096 } as const
  const declared = readDeclaredCapabilities(['vision', 'no-tools'])

  it('wins over what was found', () => {
    const spec = specOf('mac', { model: 'llava', declared })
    for (const model of ['llava:latest', '/models/llava.gguf']) {
      expect(withDeclared(found, spec, model)).toEqual({ ...found, vision: 'yes', tools: 'no' })
    }
  })

  it('gives an ability to its own model alone, and takes one from all', () => {
    const spec = specOf('mac', { model: 'llava', declared })
    expect(withDeclared(found, spec, 'small')).toEqual({ ...found, vision: 'no', tools: 'no' })
  })

  it.each(['', 'auto'])('is said of all its models when it has none of its own (model %j)', model => {
    const spec = specOf('mac', { model, declared })
    expect(withDeclared(found, spec, 'anything')).toMatchObject({ vision: 'yes', tools: 'no' })
  })
})
