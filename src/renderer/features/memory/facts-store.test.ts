import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../../shared/harombe-error'
import { createTableClient } from '../../client/table-client.fixture'
import { createFactsStore } from './facts-store'
import type { Notice } from './notice'

const fact = (id: string, text = id) => ({ id, text, createdAt: 1 })

function setUp(table: Record<string, (input: never) => unknown> = {}) {
  const notices: Notice[] = []
  const { client, asked } = createTableClient({
    'memory.listFacts': () => [fact('a', 'I live in Bern.')],
    'memory.addFact': ({ text }: { text: string }) => fact('new', text),
    'memory.removeFact': () => null,
    ...table,
  })
  const facts = createFactsStore(client, notice => notices.push(notice))
  const texts = () => facts.store.getState().facts.map(({ text }) => text)
  return { facts, asked, notices, texts }
}

describe('facts store', () => {
  it('removes with a way back that keeps the same words again', async () => {
    const { facts, notices, texts, asked } = setUp()
    await facts.refresh()
    await facts.remove('a')
    expect(texts()).toEqual([])
    notices[0]?.undo?.()
    await Promise.resolve()
    await Promise.resolve()
    expect(asked.at(-1)).toEqual(['memory.addFact', { text: 'I live in Bern.' }])
    expect(texts()).toEqual(['I live in Bern.'])
  })

  it('shows no fact that was not kept, and says why', async () => {
    const { facts, notices, texts } = setUp({
      'memory.addFact': () => {
        throw new HarombeError('STORAGE_FAILED', 'The disk is full.')
      },
    })
    await facts.refresh()
    expect(await facts.add('I have a dog.')).toBe(false)
    expect(texts()).toEqual(['I live in Bern.'])
    expect(notices).toMatchObject([{ tone: 'danger', detail: 'The disk is full.' }])
  })

  it('does not take a new fact away when an older list arrives late', async () => {
    let late: (list: unknown) => void = () => undefined
    const { facts, texts } = setUp({ 'memory.listFacts': () => new Promise(resolve => (late = resolve)) })
    const listing = facts.refresh()
    await facts.add(' I have a dog. ')
    late([])
    await listing
    expect(texts()).toEqual(['I have a dog.'])
  })

  it('lists all there is when a fact was added before the first list came', async () => {
    const lists = [
      [fact('a', 'I live in Bern.')],
      [fact('a', 'I live in Bern.'), fact('new', 'I have a dog.')],
    ]
    const answers: ((list: unknown) => void)[] = []
    const { facts, texts } = setUp({
      'memory.listFacts': () => new Promise(resolve => answers.push(resolve)),
    })
    const listing = facts.refresh()
    await facts.add('I have a dog.')
    answers[0]?.(lists[0])
    await listing
    answers[1]?.(lists[1])
    await expect.poll(texts).toEqual(['I live in Bern.', 'I have a dog.'])
    expect(facts.store.getState().status).toBe('ready')
  })
})
