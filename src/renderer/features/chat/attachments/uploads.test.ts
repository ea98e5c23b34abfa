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

function setUp() {
  const fake = createFakeClient()
  fake.reply('memory.beginUpload', ({ name }: { name: string }) => ({ uploadId: name }))
  fake.reply('memory.appendUpload', () => null)
  fake.reply('memory.cancelUpload', () => null)
  fake.reply('memory.removeAttachment', () => null)
  fake.reply('memory.attachUpload', ({ uploadId }: { uploadId: string }) => attachment(uploadId))
  const uploads = createUploads(fake.client)
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
})
