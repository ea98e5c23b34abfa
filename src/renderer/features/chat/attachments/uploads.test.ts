import { describe, expect, it, vi } from 'vitest'
import type { Attachment } from '../../../../shared/entities'
import { HarombeError } from '../../../../shared/harombe-error'
import { createFakeClient } from '../fake-client.fixture'
import { createUploads, isUploading, noFiles } from './uploads'

const attachment = (id: string, change: Partial<Attachment> = {}): Attachment => ({
  id,
  name: `${id}.txt`,
  kind: 'text',
  mediaType: 'text/plain',
  bytes: 4,
  state: 'ready',
  createdAt: 1,
  ...change,
})

function createStorage(kept = new Map<string, string>()) {
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

function setUp(storage = createStorage()) {
  const fake = createFakeClient()
  fake.reply('memory.beginUpload', ({ name }: { name: string }) => ({ uploadId: name }))
  fake.reply('memory.appendUpload', () => null)
  fake.reply('memory.cancelUpload', () => null)
  fake.reply('memory.removeAttachment', () => null)
  fake.reply('memory.attachUpload', ({ uploadId }: { uploadId: string }) => attachment(uploadId))
  const uploads = createUploads(fake.client, storage)
  uploads.restore()
  const files = (id: string | null = null) => uploads.store.getState().files.get(id ?? '') ?? noFiles
  return { ...fake, uploads, files }
}
const file = (name: string, content: BlobPart = 'text') => ({ file: new File([content], name) })

describe('uploads', () => {
  it('sends a file in parts whose bytes come together again', async () => {
    const { uploads, files, callsTo } = setUp()
    const bytes = Uint8Array.from({ length: 1_200_000 }, (_, index) => index % 251)
    uploads.add(null, [file('big.bin', bytes)])
    expect(isUploading(files())).toBe(true)
    await vi.waitFor(() => expect(files()[0]?.state).toBe('ready'))
    const parts = callsTo('memory.appendUpload')
    expect(parts.map(({ offset }) => offset)).toEqual([0, 524_288, 1_048_576])
    const sent = parts.map(({ data }) => atob(String(data))).join('')
    expect(sent.length).toBe(bytes.length)
    expect(bytes.every((byte, index) => sent.charCodeAt(index) === byte)).toBe(true)
    expect(uploads.take(null).map(({ id }) => id)).toEqual(['big.bin'])
    expect(files()).toEqual([])
  })

  it('says why a file cannot be used, keeps the others, and does not send it along', async () => {
    const { uploads, files, reply } = setUp()
    reply('memory.attachUpload', ({ uploadId }: { uploadId: string }) => {
      if (uploadId === 'a.exe') throw new HarombeError('UNSUPPORTED_MEDIA_TYPE', 'Programs cannot be read.')
      return attachment(uploadId)
    })
    uploads.add(null, [file('a.exe'), file('b.txt'), file('empty.txt', '')])
    await vi.waitFor(() => expect(isUploading(files())).toBe(false))
    expect(files().map(({ state, problem }) => [state, problem])).toEqual([
      ['failed', 'Programs cannot be read.'],
      ['ready', undefined],
      ['failed', 'The file is empty.'],
    ])
    expect(uploads.take(null).map(({ id }) => id)).toEqual(['b.txt'])
  })

  it('follows a file while it is taken apart', async () => {
    const { uploads, files, reply, streamsOf } = setUp()
    reply('memory.attachUpload', () => attachment('pdf', { state: 'reading' }))
    uploads.add('c1', [file('a.pdf')])
    await vi.waitFor(() => expect(streamsOf('memory.watchAttachment')).toHaveLength(1))
    expect(files('c1')[0]?.state).toBe('reading')
    streamsOf('memory.watchAttachment')[0]?.push(attachment('pdf', { state: 'failed', problem: 'Locked.' }))
    await vi.waitFor(() => expect(files('c1')[0]).toMatchObject({ state: 'failed', problem: 'Locked.' }))
  })

  it('takes back what is removed, also in the middle of its way', async () => {
    const { uploads, files, reply, callsTo } = setUp()
    let arrive: (value: null) => void = () => undefined
    reply('memory.appendUpload', () => new Promise(resolve => (arrive = resolve)))
    uploads.add(null, [file('a.txt')])
    await vi.waitFor(() => expect(callsTo('memory.appendUpload')).toHaveLength(1))
    uploads.remove(null, files()[0]?.key ?? '')
    arrive(null)
    await vi.waitFor(() => expect(callsTo('memory.cancelUpload')).toEqual([{ uploadId: 'a.txt' }]))
    expect(callsTo('memory.attachUpload')).toEqual([])
    reply('memory.appendUpload', () => null)
    uploads.add(null, [file('b.txt')])
    await vi.waitFor(() => expect(files()[0]?.state).toBe('ready'))
    uploads.remove(null, files()[0]?.key ?? '')
    expect(callsTo('memory.removeAttachment')).toEqual([{ id: 'b.txt' }])
  })

  it('keeps the files of two chats apart, and gives a question that failed its files back', async () => {
    const { uploads, files } = setUp()
    uploads.add('c1', [file('a.txt')])
    uploads.add('c2', [file('b.txt')])
    await vi.waitFor(() => expect(isUploading([...files('c1'), ...files('c2')])).toBe(false))
    const taken = uploads.take('c1')
    expect(files('c2')).toHaveLength(1)
    uploads.giveBack('c1', taken)
    expect(uploads.take('c1')).toEqual(taken)
  })

  it('finds what was attached and not sent after the page was loaded anew, and says what is lost', async () => {
    const storage = createStorage()
    const before = setUp(storage)
    before.uploads.add('c1', [file('kept.txt'), file('gone.txt'), file('removed.txt')])
    await vi.waitFor(() => expect(isUploading(before.files('c1'))).toBe(false))
    before.uploads.remove('c1', before.files('c1')[2]?.key ?? '')
    before.reply('memory.appendUpload', () => new Promise(() => undefined))
    before.uploads.add('c1', [file('cut off.txt')])
    before.uploads.stop()

    const { uploads, files, streamsOf } = setUp(storage)
    expect(files('c1').map(({ name }) => name)).toEqual(['kept.txt', 'gone.txt', 'cut off.txt'])
    // Nothing is sent without what may still be there.
    expect(isUploading(files('c1'))).toBe(true)
    const streamOf = (id: string) =>
      streamsOf('memory.watchAttachment').find(({ input }) => JSON.stringify(input).includes(id))
    streamOf('kept')?.push(attachment('kept.txt'))
    streamOf('gone')?.fail(new HarombeError('NOT_FOUND', 'There is no such attachment.'))
    await vi.waitFor(() => expect(isUploading(files('c1'))).toBe(false))
    expect(files('c1').map(({ state }) => state)).toEqual(['ready', 'failed', 'failed'])
    expect(files('c1').map(({ problem }) => problem ?? '')).toEqual([
      '',
      expect.stringContaining('no longer kept'),
      expect.stringContaining('did not arrive'),
    ])
    expect(uploads.take('c1').map(({ id }) => id)).toEqual(['kept.txt'])
    expect(storage.kept.size).toBe(0)
  })

  it('is not put off by what else is in the storage', () => {
    for (const value of ['no json', '[]', '{"":[1,{"name":2},{"name":"a.txt","bytes":"x"}],"c":7}']) {
      const { files } = setUp(createStorage(new Map([['harombe.chat.unsent', value]])))
      expect(files().map(({ name }) => name)).toEqual(value.startsWith('{') ? ['a.txt'] : [])
    }
  })
})
