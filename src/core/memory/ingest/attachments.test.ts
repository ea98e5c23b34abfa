import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStores } from '../conversation-store'
import { openDatabase } from '../database'
import { createAttachments } from './attachments'
import { createFileReader, type FileReader } from './file-reader'
import { pngHeader } from './testing/images'
import { writePdf } from './testing/write-pdf'
import { createUploadFiles, memoryUploadFiles } from './upload-files'
import { createUploadStore } from './upload-store'

const megabyte = 1024 * 1024
const running = new AbortController().signal

let directory: string
let tasks: Set<() => void>
let ids = 0
let closing: (() => unknown)[]

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-uploads-'))
  tasks = new Set()
  ids = 0
  closing = []
})
afterEach(async () => {
  for (const close of closing) await close()
  rmSync(directory, { recursive: true })
})

const after = (_ms: number, task: () => void) => {
  tasks.add(task)
  return () => void tasks.delete(task)
}
const report = (error: unknown) => {
  throw error
}
const createId = () => `id${++ids}`

function openUploads(files = createUploadFiles(join(directory, 'uploads'))) {
  const uploads = createUploadStore({ files, createId, after, report })
  closing.push(uploads.stop)
  return uploads
}

function open(readFile: FileReader = createFileReader({ after, report })) {
  const database = openDatabase(join(directory, 'memory.db'), { now: () => 1 })
  const stores = createMemoryStores(database, { now: () => 5, createId, report })
  const uploads = openUploads()
  const attachments = createAttachments({
    uploads,
    store: stores.attachments,
    readFile,
    createId,
    now: () => 7,
    report,
  })
  closing.push(attachments.stop, stores.conversations.close, database.close)
  const give = async (name: string, content: Uint8Array) => {
    const { uploadId } = await uploads.begin(name, content.length)
    await uploads.append(uploadId, 0, content)
    return attachments.attach(uploadId)
  }
  return { conversations: stores.conversations, uploads, attachments, give, database }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

describe('uploads', () => {
  it('put the parts together in their order, in files that only the user reads', async () => {
    const uploads = openUploads()
    const { uploadId } = await uploads.begin('a.txt', 6)
    const parts = [
      uploads.append(uploadId, 0, Buffer.from('abc')),
      uploads.append(uploadId, 3, Buffer.from('def')),
    ]
    await Promise.all(parts)
    expect(Buffer.from((await uploads.read(uploadId)).bytes).toString()).toBe('abcdef')
    const folder = join(directory, 'uploads')
    const [file = ''] = readdirSync(folder)
    if (process.platform !== 'win32') expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
    await uploads.cancel(uploadId)
    await uploads.cancel(uploadId)
    expect(readdirSync(folder)).toEqual([])
    expect(tasks.size).toBe(0)
  })

  it('take no part twice, none out of order, none beyond what was said, and give nothing half', async () => {
    const uploads = openUploads(memoryUploadFiles)
    const { uploadId } = await uploads.begin('a.txt', 4)
    await uploads.append(uploadId, 0, Buffer.from('ab'))
    await expect(uploads.append(uploadId, 0, Buffer.from('ab'))).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(uploads.append(uploadId, 3, Buffer.from('d'))).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(uploads.append(uploadId, 2, Buffer.from('cde'))).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
    })
    await expect(uploads.read(uploadId)).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(uploads.append('other', 0, Buffer.from('x'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('are bounded one by one and together, also when many begin at once', async () => {
    const uploads = openUploads(memoryUploadFiles)
    await expect(uploads.begin('a', 64 * megabyte + 1)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
    const begun = await Promise.allSettled(Array.from({ length: 6 }, () => uploads.begin('a', 60 * megabyte)))
    expect(begun.map(({ status }) => status).filter(status => status === 'fulfilled')).toHaveLength(4)
    expect(begun[5]).toMatchObject({ reason: { code: 'RATE_LIMITED' } })
  })

  it('are dropped when their time is over', async () => {
    const uploads = openUploads()
    const { uploadId } = await uploads.begin('a', 3)
    for (const task of tasks) task()
    await expect(uploads.append(uploadId, 0, Buffer.from('abc'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await uploads.stop()
    expect(readdirSync(join(directory, 'uploads'))).toEqual([])
  })

  it('of a process that died are cleared away', async () => {
    await openUploads().begin('left behind', 3)
    const next = openUploads()
    await next.begin('new', 3)
    expect(readdirSync(join(directory, 'uploads'))).toHaveLength(1)
  })
})

describe('attachments', () => {
  it('are read in the background, watched until then, and given back as text', async () => {
    const { attachments, give, uploads } = open()
    const given = await give('paper.pdf', writePdf([['one'], ['two']]))
    expect(given).toMatchObject({ name: 'paper.pdf', kind: 'pdf', state: 'reading', createdAt: 7 })
    const seen = await all(attachments.watch(given.id, running))
    expect(seen.map(({ state }) => state)).toEqual(['reading', 'ready'])
    expect(seen.at(-1)).toMatchObject({ pages: 2, characters: 7 })
    expect(await all(attachments.read(given.id, running))).toEqual([
      { mediaType: 'text/plain', data: 'one\ftwo' },
    ])
    await expect(uploads.read('id1')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('keep an image as it was given', async () => {
    const { attachments, give } = open()
    const image = Buffer.alloc(900_000, 7)
    pngHeader(20, 10).copy(image)
    const given = await give('a.txt', image)
    expect(given).toMatchObject({ kind: 'image', mediaType: 'image/png', state: 'ready' })
    const parts = await all(attachments.read(given.id, running))
    expect(parts.length).toBeGreaterThan(1)
    expect(Buffer.from(parts.map(({ data }) => data).join(''), 'base64')).toEqual(image)
  })

  it('that cannot be read are refused at once, or fail with what to do', async () => {
    const { attachments, give } = open()
    await expect(give('a.docx', Buffer.from('PK\x03\x04word/', 'latin1'))).rejects.toMatchObject({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: expect.stringMatching(/Save it as PDF/),
    })
    const scanned = await give('scan.pdf', writePdf([[]]))
    const seen = await all(attachments.watch(scanned.id, running))
    expect(seen.at(-1)).toMatchObject({ state: 'failed', problem: expect.stringMatching(/scanner/) })
    await expect(all(attachments.read(scanned.id, running))).rejects.toMatchObject({
      code: 'UNSUPPORTED_MEDIA_TYPE',
    })
  })

  it('are taken back while they are being read, and not once they were sent', async () => {
    const { attachments, give, conversations, database } = open()
    const taken = await give('a.txt', Buffer.from('words'))
    await attachments.remove(taken.id)
    await attachments.remove(taken.id)
    const sent = await give('b.txt', Buffer.from('words'))
    await conversations.appendUserMessage({ text: 'look', attachmentIds: [sent.id] }).accepted
    await attachments.remove(sent.id)
    await attachments.settled([sent.id], running)
    const rows = database.connection.prepare('SELECT id, state FROM attachment').all()
    expect(rows).toEqual([{ id: sent.id, state: 'ready' }])
  })

  it('have names without a folder or anything that hides or turns them', async () => {
    const { give } = open()
    expect((await give('../../etc/pass\u202etxt.wd', Buffer.from('x'))).name).toBe('passtxt.wd')
    expect((await give('\u0000', Buffer.from('x'))).name).toBe('file')
  })

  it('that a dead process was reading have failed, and those never sent go', async () => {
    const { attachments, database, give } = open()
    const dead = await give('a.txt', Buffer.from('x'))
    await attachments.settled([dead.id], running)
    const old = await give('b.txt', Buffer.from('x'))
    await attachments.settled([old.id], running)
    database.connection.exec(
      `UPDATE attachment SET state = 'reading'; UPDATE attachment SET created_at = -86400000 WHERE id = '${old.id}'`,
    )
    await attachments.start()
    expect(database.connection.prepare('SELECT id, state, problem FROM attachment').all()).toEqual([
      { id: dead.id, state: 'failed', problem: expect.stringMatching(/Attach it again/) },
    ])
  })
})

/** Reads nothing until it is let. */
function openGate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  const readFile: FileReader = async (_name, _bytes, signal) => {
    await Promise.race([promise, new Promise(done => signal.addEventListener('abort', done))])
    signal.throwIfAborted()
    return { kind: 'text', mediaType: 'text/plain', text: 'late words' }
  }
  return { readFile, open: resolve }
}

describe('whoever sends files to do harm', () => {
  it('gets one attachment of an upload, however often it is attached at once', async () => {
    const { uploads, attachments, database } = open()
    const { uploadId } = await uploads.begin('a.txt', 3)
    await uploads.append(uploadId, 0, Buffer.from('abc'))
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => attachments.attach(uploadId)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(tries[19]).toMatchObject({ reason: { code: 'CONFLICT' } })
    expect(database.connection.prepare('SELECT COUNT(*) FROM attachment').pluck().get()).toBe(1)
    await expect(uploads.append(uploadId, 3, Buffer.from('d'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(attachments.attach(uploadId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('fills no memory with files that wait to be read, and goes on once they are', async () => {
    const gate = openGate()
    const { give, attachments, uploads } = open(gate.readFile)
    const large = Buffer.alloc(60 * megabyte, 'a')
    const given = []
    for (let count = 0; count < 4; count++) given.push(await give(`${count}.txt`, large))
    const { uploadId } = await uploads.begin('5.txt', large.length)
    await uploads.append(uploadId, 0, large)
    await expect(attachments.attach(uploadId)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    gate.open()
    await attachments.settled(
      given.map(({ id }) => id),
      running,
    )
    expect(await attachments.attach(uploadId)).toMatchObject({ state: 'reading' })
  })

  it('begins two hundred uploads at once: some are let in, each is whole, the others are told to wait', async () => {
    const { uploads, attachments } = open()
    const content = (index: number) => Buffer.from(`words of ${index}`)
    const begun = await Promise.allSettled(
      Array.from({ length: 200 }, (_, index) => uploads.begin(`${index}.txt`, content(index).length)),
    )
    const ids = begun.map(one => (one.status === 'fulfilled' ? one.value.uploadId : null))
    expect(ids.filter(id => id !== null)).toHaveLength(64)
    expect(begun[150]).toMatchObject({ reason: { code: 'RATE_LIMITED' } })
    const given = await Promise.all(
      ids.flatMap((id, index) =>
        id === null
          ? []
          : uploads
              .append(id, 0, content(index))
              .then(() => attachments.attach(id))
              .then(({ id: attachmentId }) => ({ attachmentId, index })),
      ),
    )
    await attachments.settled(
      given.map(({ attachmentId }) => attachmentId),
      running,
    )
    for (const { attachmentId, index } of given)
      expect((await all(attachments.read(attachmentId, running)))[0]?.data).toBe(`words of ${index}`)
    expect(readdirSync(join(directory, 'uploads'))).toEqual([])
  })

  it('sends the same part from many sides: one of them counts', async () => {
    const uploads = openUploads()
    const { uploadId } = await uploads.begin('a.txt', 4)
    const sent = await Promise.allSettled(
      ['aa', 'bb', 'cc', 'dd'].map(part => uploads.append(uploadId, 0, Buffer.from(part))),
    )
    expect(sent.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
    await uploads.append(uploadId, 2, Buffer.from('zz'))
    expect(Buffer.from((await uploads.read(uploadId)).bytes).toString()).toBe('aazz')
  })

  it('takes a file back while it is read: what comes of it later changes nothing', async () => {
    const gate = openGate()
    const { give, attachments, database } = open(gate.readFile)
    const { id } = await give('a.txt', Buffer.from('words'))
    const watched = all(attachments.watch(id, running))
    await attachments.remove(id)
    gate.open()
    await attachments.settled([id], running)
    await expect(watched).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(database.connection.prepare('SELECT COUNT(*) FROM attachment_content').pluck().get()).toBe(0)
  })

  it('gives a file to a chat that was deleted: it stays unsent, and can be given to another', async () => {
    const { give, conversations } = open()
    const { conversation, accepted } = conversations.appendUserMessage({ text: 'q' })
    await accepted
    await conversations.softDelete(conversation.id)
    const { id } = await give('a.txt', Buffer.from('words'))
    const asked = { text: 'look', attachmentIds: [id] }
    expect(() => conversations.appendUserMessage({ ...asked, conversationId: conversation.id })).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    )
    const again = conversations.appendUserMessage(asked)
    await again.accepted
    expect(again.message.attachments).toMatchObject([{ id }])
  })

  it('never finishes an upload that is then read, dropped in mid-reading or left alone', async () => {
    const uploads = openUploads()
    const { uploadId } = await uploads.begin('a.txt', 3)
    await uploads.append(uploadId, 0, Buffer.from('abc'))
    const reading = uploads.read(uploadId)
    for (const task of tasks) task()
    const outcome = await reading.then(
      ({ bytes }) => Buffer.from(bytes).toString(),
      (error: { code: string }) => error.code,
    )
    expect(['abc', 'NOT_FOUND']).toContain(outcome)
    await openUploads().start()
    expect(readdirSync(join(directory, 'uploads'))).toEqual([])
  })

  it.each([
    ['a name that turns', 'invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['a way out', '..\\..\\..\\windows\\system.ini', 'system.ini'],
    ['another way out', '../../../etc/passwd', 'passwd'],
    ['half a character', 'a\ud83d.txt', 'a\ufffd.txt'],
    ['lines', 'a\nb\u2028c.txt', 'abc.txt'],
    ['a way out alone', '..', 'file'],
    ['nothing that is seen', '\u200b\u2060\ufeff', 'file'],
    ['500 signs', `${'x'.repeat(500)}.txt`, 'x'.repeat(255)],
  ])('is shown %s as what it is', async (_what, name, shown) => {
    const { give } = open()
    expect((await give(name, Buffer.from('x'))).name).toBe(shown)
  })

  it('finds no way out of the folder that was given', async () => {
    const { uploads, attachments } = open()
    const { uploadId } = await uploads.begin('a.txt', 1)
    await uploads.append(uploadId, 0, Buffer.from('x'))
    const { path } = await attachments.attach(uploadId, '../../a/./\u202e../b\nc/../d.txt')
    expect(path).toBe('a/bc/d.txt')
  })
})
