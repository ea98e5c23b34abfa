import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSeededRandom } from '../coordination/testing/virtual-clock'
import { bundleProgram, type TestProgram } from '../testing/bundle-program'
import { createConversationStore } from './conversation-store'
import { openDatabase } from './database'

/**
 * Chats without end, several at a time, so that many are in one transaction. A line is written only after the store said that
 * it is done, which is what "acknowledged" means.
 */
const chatter = `
import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openDatabase } from './database.mjs'
import { createConversationStore } from './store.mjs'
import { createThreadWriter } from './thread-writer.mjs'
import { createInlineWriter } from './inline-writer.mjs'

const [, , path, mode] = process.argv
const database = openDatabase(path, { now: Date.now })
const entry = new URL('./storage-thread.mjs', import.meta.url).pathname
const fail = error => { throw error }
const writer = mode === 'thread'
  ? createThreadWriter({ entry, path, report: fail, createFallback: () => fail(new Error('no thread')) })
  : createInlineWriter(database.connection)
const store = createConversationStore(database, { now: Date.now, createId: randomUUID }, writer)
const acknowledge = (...words) => writeSync(1, words.join(' ') + '\\n')
store.markInterrupted()
acknowledge('ready')
async function chat(turn) {
  const latest = turn % 5 === 0 ? undefined : store.list()[0]?.id
  const { message: user, accepted } = store.appendUserMessage({ conversationId: latest, text: 'question ' + randomUUID() })
  const { message: answer, accepted: begun } = store.beginAnswer({ parentId: user.id })
  await Promise.all([accepted, begun])
  acknowledge('asked', user.id, user.content)
  acknowledge('begun', answer.id)
  for (let part = 1; part <= 3; part++) {
    store.checkpointAnswer(answer.id, { content: 'x'.repeat(part * 3000), epoch: 0 })
    await store.settled()
    acknowledge('written', answer.id, part * 3000)
  }
  await store.finishAnswer({ ...answer, content: 'x'.repeat(12000), state: 'complete' })
  acknowledge('finished', answer.id)
}
async function chatForEver(first) {
  for (let turn = first; ; turn += 3) await chat(turn)
}
await Promise.all([chatForEver(0), chatForEver(1), chatForEver(2)])`

const kills = 25

let directory: string
let program: TestProgram

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-crash-'))
  program = await bundleProgram(
    {
      database: join(import.meta.dirname, 'database.ts'),
      store: join(import.meta.dirname, 'conversation-store.ts'),
      'thread-writer': join(import.meta.dirname, 'writing', 'thread-writer.ts'),
      'inline-writer': join(import.meta.dirname, 'writing', 'inline-writer.ts'),
      'storage-thread': join(import.meta.dirname, 'writing', 'storage-thread.ts'),
    },
    chatter,
  )
})

afterAll(() => {
  program.remove()
  rmSync(directory, { recursive: true })
})

/** Runs the program until it has written so many lines, kills it, and returns all that it managed to write. */
async function runUntilKilled(path: string, mode: string, lines: number): Promise<string[]> {
  const child = spawn(process.execPath, [program.path, path, mode], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const written: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    written.push(line)
    if (written.length === lines) child.kill('SIGKILL')
  }
  await ended
  return written
}

describe('a store whose process is killed', () => {
  it.each(['inline', 'thread'])(
    `loses nothing it acknowledged, written by %s, ${kills} times in a row`,
    async mode => {
      const path = join(directory, `${mode}.db`)
      // The same moments in every run.
      const random = createSeededRandom(20_261_122)
      const questions = new Map<string, string>()
      const finished = new Set<string>()
      const interrupted = new Set<string>()
      for (let round = 0; round < kills; round++) {
        const begun = new Map<string, number>()
        for (const line of await runUntilKilled(path, mode, 1 + Math.floor(random() * 60))) {
          const [word = '', id = '', ...rest] = line.split(' ')
          if (word === 'asked') questions.set(id, rest.join(' '))
          if (word === 'begun') begun.set(id, 0)
          if (word === 'written') begun.set(id, Number(rest[0]))
          if (word === 'finished') {
            finished.add(id)
            begun.delete(id)
          }
        }

        const database = openDatabase(path, { now: Date.now })
        const store = createConversationStore(database, { now: Date.now, createId: () => 'unused' })
        for (const { id } of store.markInterrupted()) interrupted.add(id)
        expect(database.notices).toEqual([])
        expect(database.connection.pragma('integrity_check', { simple: true })).toBe('ok')
        const messages = store.list().flatMap(({ id }) => store.get(id).messages)
        const stored = new Map(messages.map(message => [message.id, message]))
        expect(stored.size).toBe(messages.length)
        for (const [id, text] of questions) expect(stored.get(id)?.content).toBe(text)
        for (const id of finished) expect(stored.get(id)?.state).toBe('complete')
        for (const [id, characters] of begun) {
          const answer = stored.get(id)
          // The last commit may have been made without being acknowledged.
          if (answer?.state !== 'complete') expect(answer?.state).toBe('interrupted')
          expect(answer?.content.length).toBeGreaterThanOrEqual(characters)
        }
        expect(messages.filter(({ state }) => state === 'streaming')).toEqual([])
        database.close()
      }
      // The kills did hit running work, or this test would prove nothing.
      expect(questions.size).toBeGreaterThan(kills)
      expect(interrupted.size).toBeGreaterThan(2)
    },
    120_000,
  )
})
