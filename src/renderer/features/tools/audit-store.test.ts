import { describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../../shared/entities'
import { createTableClient } from '../../client/table-client.fixture'
import { createAuditStore } from './audit-store'

const entry = (sequence: number): AuditEntry => ({
  sequence,
  at: sequence,
  callId: 'c',
  conversationId: null,
  tool: 'shell',
  risk: 'shell',
  summary: 'ls',
  digest: '',
  event: 'asked',
})

/** A log of so many lines that may grow. */
function setUp(count: number) {
  let all = count
  const { client, asked } = createTableClient({
    'agent.readAudit': ({ before = all, limit }: { before?: number; limit: number }) =>
      Array.from({ length: Math.min(limit, before) }, (_, index) => entry(before - 1 - index)),
  })
  const grow = (by: number) => {
    all += by
  }
  const audit = createAuditStore(client)
  const sequences = () => audit.store.getState().entries.map(({ sequence }) => sequence)
  return { audit, asked, sequences, grow }
}

describe('audit store', () => {
  it('reads back to the first line, each once', async () => {
    const { audit, sequences } = setUp(450)
    await audit.refresh()
    await Promise.all([audit.loadMore(), audit.loadMore()])
    await audit.loadMore()
    await audit.loadMore()
    expect(sequences()).toEqual(Array.from({ length: 450 }, (_, index) => 449 - index))
    expect(audit.store.getState().hasMore).toBe(false)
  })

  it('puts what is new above, and keeps earlier pages', async () => {
    const { audit, sequences, grow } = setUp(300)
    await audit.refresh()
    await audit.loadMore()
    grow(3)
    await audit.refresh()
    expect(sequences()).toEqual(Array.from({ length: 303 }, (_, index) => 302 - index))
  })

  it('begins anew where it would leave a gap', async () => {
    const { audit, sequences, grow } = setUp(10)
    await audit.refresh()
    grow(1_000)
    await audit.refresh()
    expect(sequences()).toEqual(Array.from({ length: 200 }, (_, index) => 1_009 - index))
    expect(audit.store.getState().hasMore).toBe(true)
  })
})
