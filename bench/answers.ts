import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { openConversationStorage } from '../src/core/memory/conversation-storage'
import { bundleProgram } from '../src/core/testing/bundle-program'
import { percentile, type Row, row } from './measure'

const answers = 1_000
const parts = 25
const partMs = 400
const words = 'some words of an answer '.repeat(12)
const resolutionMs = 5

/** A thousand answers written at once, each kept every 400 ms as the chat does it: what the loop pays for the disk. */
async function writeAnswers(threadEntry: string | undefined, name: string): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'harombe-bench-'))
  const storage = openConversationStorage(join(folder, 'memory.db'), {
    now: Date.now,
    createId: randomUUID,
    reportBackup: () => undefined,
    report: error => process.stderr.write(`${String(error)}\n`),
    threadEntry,
  })
  const { store } = storage
  const accepts: number[] = []
  const texts = new Map<string, string>()
  async function answer(index: number): Promise<void> {
    await setTimeout(index * 5)
    const askedAt = performance.now()
    const { message } = store.appendUserMessage({ text: `question ${index}` })
    const begun = store.beginAnswer({ parentId: message.id })
    await begun.accepted
    accepts.push(performance.now() - askedAt)
    let content = ''
    for (let part = 0; part < parts; part += 1) {
      await setTimeout(partMs)
      content += words
      texts.set(begun.message.id, content)
    }
    texts.delete(begun.message.id)
    await store.finishAnswer({ ...begun.message, content, state: 'complete' })
  }
  const checkpoints = setInterval(() => {
    for (const [id, content] of texts) store.checkpointAnswer(id, { content, epoch: 0 })
    texts.clear()
  }, partMs)
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  delay.enable()
  const before = performance.eventLoopUtilization()
  await Promise.all(Array.from({ length: answers }, (_, index) => answer(index)))
  const { active } = performance.eventLoopUtilization(before)
  delay.disable()
  clearInterval(checkpoints)
  await storage.close()
  rmSync(folder, { recursive: true, force: true })
  return [
    row(`1,000 answers at once, ${name}: the loop is busy`, active, 'ms'),
    row('… it comes late, p99', Math.max(0, delay.percentile(99) / 1e6 - resolutionMs), 'ms'),
    row('… it stands still at most', Math.max(0, delay.max / 1e6 - resolutionMs), 'ms'),
    row('… a question is accepted after, p50', percentile(accepts, 0.5), 'ms'),
    row('… p99', percentile(accepts, 0.99), 'ms'),
  ]
}

export async function benchAnswers(): Promise<Row[]> {
  const entry = join(import.meta.dirname, '../src/core/memory/writing/storage-thread.ts')
  const program = await bundleProgram({ thread: entry }, '')
  try {
    const inline = await writeAnswers(undefined, 'no thread')
    return [...inline, ...(await writeAnswers(join(program.path, '..', 'thread.mjs'), 'storage thread'))]
  } finally {
    program.remove()
  }
}
