import { describe, expect, it } from 'vitest'
import { unknownCapabilities } from '../../../shared/entities'
import { createLearntBook, nothingLearnt } from './learnt-book'
import { createModelLab, summary } from './testing/model-lab'

function openBook() {
  const lab = createModelLab()
  const node = lab.add('mac')
  let now = 0
  let changes = 0
  const book = createLearntBook(
    nothingLearnt,
    () => now,
    () => {
      changes += 1
    },
  )
  return {
    lab,
    node,
    book,
    changes: () => changes,
    later: (ms: number) => {
      now += ms
    },
  }
}

const day = 24 * 3_600_000

describe('what was learnt', () => {
  it('adds up: a later proof does not undo an earlier one', () => {
    const { lab, book } = openBook()
    book.learn(lab.host('mac'), 'small', { proven: { tools: 'yes' } })
    book.learn(lab.host('mac'), 'small', { proven: { vision: 'no' } })
    expect(book.find(lab.host('mac'), 'small')?.proven).toEqual({ tools: 'yes', vision: 'no' })
  })

  it('is void when the weights or the server changed, and comes back with neither', () => {
    const { lab, node, book } = openBook()
    book.learn(lab.host('mac'), 'small', { proven: { tools: 'yes' } })
    node.models = [summary('small', { digest: 'other weights' })]
    expect(book.find(lab.host('mac'), 'small')).toBeNull()
    node.models = [summary('small')]
    node.version = '2'
    expect(book.find(lab.host('mac'), 'small')).toBeNull()
    book.learn(lab.host('mac'), 'small', { proven: { vision: 'yes' } })
    expect(book.find(lab.host('mac'), 'small')?.proven).toEqual({ vision: 'yes' })
  })

  it('holds on another machine at that address only as long as its server says the same', () => {
    const { lab, book } = openBook()
    lab.add('tower')
    book.learn(lab.host('mac'), 'small', { proven: { tools: 'yes' } })
    expect(book.find(lab.host('tower'), 'small')).toBeNull()
  })

  it('of a model without a content address holds for a week', () => {
    const { lab, node, book, later } = openBook()
    node.models = [summary('small', { digest: null })]
    book.learn(lab.host('mac'), 'small', { proven: { tools: 'yes' } })
    later(6 * day)
    expect(book.find(lab.host('mac'), 'small')).not.toBeNull()
    later(2 * day)
    expect(book.find(lab.host('mac'), 'small')).toBeNull()
  })

  it('about the size goes when the server describes the model anew', () => {
    const { lab, book } = openBook()
    const declared = {
      capabilities: unknownCapabilities,
      architecture: null,
      contextLength: null,
      family: 'qwen2',
    }
    book.learn(lab.host('mac'), 'small', { correction: 3 })
    book.learn(lab.host('mac'), 'small', { declared })
    expect(book.find(lab.host('mac'), 'small')?.correction).toBeNull()
    book.learn(lab.host('mac'), 'small', { correction: 2 })
    book.learn(lab.host('mac'), 'small', { proven: { tools: 'yes' } })
    expect(book.find(lab.host('mac'), 'small')?.correction).toBe(2)
    expect(book.corrections(lab.host('mac'), 'qwen2')).toEqual([2])
    expect(book.corrections(lab.host('mac'), 'llama')).toEqual([])
  })

  it('stays bounded, and the longest untouched goes first', () => {
    const { lab, book } = openBook()
    for (let number = 0; number < 5100; number += 1)
      book.learn(lab.host('mac'), `model-${number}`, { proven: { tools: 'yes' } })
    const { models } = book.content()
    expect(models).toHaveLength(5000)
    expect(models[0]?.model).toBe('model-100')
  })

  it('is told to whoever keeps it', () => {
    const { lab, book, changes } = openBook()
    book.learn(lab.host('mac'), 'small', { proven: { tools: 'yes' } })
    book.learnUse(lab.host('mac'), { gpuBytes: 1, loadedBytes: 1, spilledBytes: null })
    expect(changes()).toBe(2)
    expect(book.seenUse(lab.host('mac'))?.gpuBytes).toBe(1)
  })
})
