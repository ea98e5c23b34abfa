import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openConversationStorage } from '../src/core/memory/conversation-storage'
import { percentile, type Row, row } from './measure'

/** Appending a message and its answer's row, committed to disk (synchronous=FULL). */
export async function benchStorage(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'harombe-bench-'))
  const storage = openConversationStorage(join(folder, 'memory.db'), {
    now: Date.now,
    createId: () => randomUUID(),
    reportBackup: () => undefined,
    report: error => process.stderr.write(`${String(error)}\n`),
  })
  const { store } = storage
  const { id } = await store.create({ title: 'bench' })
  const samples: number[] = []
  for (let message = 0; message < 500; message += 1) {
    const startedAt = performance.now()
    await store.appendUserMessage({ conversationId: id, text: `message ${message}` }).accepted
    samples.push((performance.now() - startedAt) * 1000)
  }
  await storage.close()
  rmSync(folder, { recursive: true, force: true })
  return [row('append a message, fsync included, p50', percentile(samples, 0.5), 'µs', null)]
}
