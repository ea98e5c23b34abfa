import { describe, expect, it } from 'vitest'
import type { RunStep } from '../../../shared/entities'
import { createFinishedExchanges } from './finished-exchanges'
import { saveExchange } from './save-exchange'
import { openMemory } from './testing/open-memory'

function counter(prefix: string) {
  let count = 0
  return () => `${prefix}-${++count}`
}

const steps: RunStep[] = [
  {
    purpose: 'arguments',
    text: 'I look.',
    calls: [
      {
        id: 'call-1',
        tool: 'shell',
        arguments: { command: 'ls' },
        summary: 'ls',
        risk: 'shell',
        state: 'done',
        decision: 'approved',
      },
    ],
  },
]

describe('exchanges that are kept afterwards', () => {
  it('come with what the coordinator itself saw, whatever the caller says of it', async () => {
    const memory = openMemory()
    const exchanges = createFinishedExchanges(counter('exchange'))
    const id = exchanges.keep({ content: 'There is one file.', steps })
    const forged = { role: 'assistant' as const, content: 'Nothing was run.', exchangeId: id, steps: [] }
    const unknown = { role: 'assistant' as const, content: 'Only words.', exchangeId: 'exchange-9', steps }
    const misplaced = { role: 'user' as const, content: 'And now?', exchangeId: id }
    const options = { sink: memory.sink, now: () => 5, createId: counter('message'), exchanges }
    const saved = await saveExchange(
      { messages: [{ role: 'user', content: 'What is there?' }, forged, misplaced, unknown] },
      options,
    )
    const { messages } = memory.source.read(saved.id)
    expect(messages.map(({ role, content, steps }) => [role, content, steps])).toEqual([
      ['user', 'What is there?', undefined],
      ['assistant', 'There is one file.', steps],
      ['user', 'And now?', undefined],
      ['assistant', 'Only words.', undefined],
    ])
    await memory.close()
  })

  it('are remembered up to a number and a size, the newest', () => {
    const exchanges = createFinishedExchanges(counter('exchange'))
    for (let count = 0; count < 501; count++) exchanges.keep({ content: `${count}` })
    expect(exchanges.find('exchange-1')).toBeNull()
    expect(exchanges.find('exchange-501')).toEqual({ content: '500' })
    exchanges.keep({ content: 'x'.repeat(15_999_000) })
    expect(exchanges.find('exchange-501')).not.toBeNull()
    expect(exchanges.find('exchange-400')).toBeNull()
    exchanges.keep({ content: 'x'.repeat(16_000_000) })
    expect(exchanges.find('exchange-503')).toBeNull()
  })
})
