import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { bundleProgram, type TestProgram } from '../../testing/bundle-program'
import { createFileReader } from './file-reader'
import { writePdf } from './testing/write-pdf'

let program: TestProgram
let reported: unknown[] = []
const unstopped = new AbortController().signal

beforeAll(async () => {
  program = await bundleProgram({ thread: join(import.meta.dirname, 'ingest-thread.ts') }, '')
})
afterAll(() => program.remove())
afterEach(() => {
  reported = []
})

const built = () => join(program.path, '..', 'thread.mjs')

/** A thread that does what a parser does which has met its file. */
function hostileThread(source: string): string {
  const path = join(program.path, '..', 'hostile.mjs')
  writeFileSync(path, source)
  return path
}

function openReader(threadEntry: string) {
  const tasks = new Set<() => void>()
  const looks = new Set<() => void>()
  const read = createFileReader({
    threadEntry,
    after(ms, task) {
      const owner = ms < 30_000 ? looks : tasks
      owner.add(task)
      return () => owner.delete(task)
    },
    report: error => reported.push(error),
  })
  return {
    read,
    tasks,
    looks,
    look: () => {
      for (const task of [...looks]) {
        looks.delete(task)
        task()
      }
    },
    timeOut: () => {
      for (const task of tasks) task()
    },
  }
}

describe('a file reader with threads', () => {
  it('reads text and PDFs, and leaves no timer behind', async () => {
    const { read, tasks, looks } = openReader(built())
    const [text, pdf] = await Promise.all([
      read('a.txt', Buffer.from('words'), unstopped),
      read('b.pdf', writePdf([['one'], ['two']]), unstopped),
    ])
    expect(text).toEqual({ kind: 'text', mediaType: 'text/plain', text: 'words' })
    expect(pdf).toEqual({ kind: 'pdf', mediaType: 'application/pdf', text: 'one\ftwo', pages: 2 })
    expect([tasks.size, looks.size]).toEqual([0, 0])
    expect(reported).toEqual([])
  })

  it('ends a thread that never comes to an end, two at once, and goes on with the next file', async () => {
    const { read, tasks, timeOut } = openReader(hostileThread('for (;;);'))
    const tooLong = { problem: expect.stringMatching(/longer than half a minute/) }
    const [first, second, third] = ['a', 'b', 'c'].map(name => read(name, Buffer.from('x'), unstopped))
    await vi.waitFor(() => expect(tasks.size).toBe(2))
    timeOut()
    expect(await first).toMatchObject(tooLong)
    expect(await second).toMatchObject(tooLong)
    await vi.waitFor(() => expect(tasks.size).toBe(1))
    timeOut()
    expect(await third).toMatchObject(tooLong)
  })

  it('survives a thread that takes all the memory it is given, and says so', async () => {
    const { read } = openReader(
      hostileThread('const kept = []; for (;;) kept.push(new Array(1_000_000).fill({}))'),
    )
    expect(await read('a', Buffer.from('x'), unstopped)).toMatchObject({
      problem: expect.stringMatching(/more memory/),
    })
  })

  it('survives a thread that takes its memory in buffers, which no limit of V8 counts', async () => {
    const { read, tasks, looks, look } = openReader(
      hostileThread(
        'const kept = []; for (;;) { if (kept.length < 40) kept.push(new Uint8Array(25_000_000)); const until = Date.now() + 5; while (Date.now() < until); }',
      ),
    )
    const looking = setInterval(look, 5)
    try {
      expect(await read('a', Buffer.from('x'), unstopped)).toMatchObject({
        problem: expect.stringMatching(/more memory/),
      })
    } finally {
      clearInterval(looking)
    }
    expect([tasks.size, looks.size]).toEqual([0, 0])
  })

  it('says of a thread that breaks or ends without a word that the file cannot be read', async () => {
    const broken = openReader(hostileThread('throw new Error("broken")'))
    expect(await broken.read('a', Buffer.from('x'), unstopped)).toMatchObject({ problem: expect.any(String) })
    expect(reported).toMatchObject([{ message: 'broken' }])
    const silent = openReader(hostileThread(''))
    expect(await silent.read('a', Buffer.from('x'), unstopped)).toMatchObject({ problem: expect.any(String) })
  })

  it('gives a thread nothing of the environment', async () => {
    const { read } = openReader(
      hostileThread(
        'import { parentPort } from "node:worker_threads"; parentPort.postMessage({ problem: JSON.stringify(process.env) })',
      ),
    )
    expect(await read('a', Buffer.from('x'), unstopped)).toEqual({ problem: '{}' })
  })

  it('stops when nobody wants the file any more', async () => {
    const { read, tasks } = openReader(hostileThread('for (;;);'))
    const stopping = new AbortController()
    const reading = read('a', Buffer.from('x'), stopping.signal)
    await Promise.resolve()
    stopping.abort()
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
    expect(tasks.size).toBe(0)
  })
})
