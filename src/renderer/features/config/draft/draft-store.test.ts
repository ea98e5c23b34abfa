import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ConfigFileView } from '../../../../shared/contract/config'
import { HarombeError } from '../../../../shared/harombe-error'
import { createTableClient } from '../../../client/table-client.fixture'
import { createDraftStore } from './create-draft-store'
import type { DraftStore } from './draft-store'
import { createDraftMemory, type SavedDraft } from './saved-draft'

const start = 'server:\n  port: 8000  # usual\ncluster:\n  nodes:\n    - name: a\n      tier: 1\n'
const digestOf = (version: number) => String(version).padStart(64, '0')

function view(text: string, version: number, change: Partial<ConfigFileView> = {}): ConfigFileView {
  return {
    path: '/config/harombe.yaml',
    text,
    digest: digestOf(version),
    problem: null,
    overlays: [],
    plainSecrets: [],
    inForce: true,
    loadedAt: 1,
    ...change,
  }
}

/** A coordinator whose file the test writes. */
function createFile(save: (input: { text: string; base: string | null }) => unknown = () => null) {
  const waiting: ((view: ConfigFileView) => void)[] = []
  const queue: ConfigFileView[] = []
  async function* watch() {
    for (;;) {
      const next = queue.shift()
      yield next ?? (await new Promise<ConfigFileView>(resolve => waiting.push(resolve)))
    }
  }
  const { client, asked } = createTableClient({ 'config.watchFile': watch, 'config.saveFile': save })
  return {
    client,
    asked,
    async says(text: string, version: number, change: Partial<ConfigFileView> = {}) {
      const next = view(text, version, change)
      const reader = waiting.shift()
      if (reader === undefined) queue.push(next)
      else reader(next)
      await vi.advanceTimersByTimeAsync(0)
    },
  }
}

const createStorage = () => {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

const replaceIn = (from: string, to: string) => (text: string) => text.replace(from, to)
const stateOf = (draft: DraftStore) => draft.store.getState()

describe('the draft', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_000_000 }))
  afterEach(() => void vi.useRealTimers())

  async function opened(save?: (input: { text: string; base: string | null }) => unknown) {
    const file = createFile(save)
    const storage = createStorage()
    const memory = createDraftMemory(storage)
    const draft = createDraftStore(file.client, memory)
    const stop = draft.start()
    await file.says(start, 1)
    return { file, draft, memory, stop }
  }

  it('is the file, until it is edited, and again after undoing everything, byte for byte', async () => {
    const { draft } = await opened()
    expect(stateOf(draft)).toMatchObject({ text: start, isDirty: false, problems: [], canUndo: false })
    draft.edit(replaceIn('8000', '8001'))
    draft.edit(replaceIn('tier: 1', 'tier: 2'))
    expect(stateOf(draft)).toMatchObject({ isDirty: true, canUndo: true })
    expect(stateOf(draft).good?.config.server.port).toBe(8001)
    draft.undo()
    expect(stateOf(draft).text).toBe(start.replace('8000', '8001'))
    draft.undo()
    expect(stateOf(draft)).toMatchObject({ text: start, isDirty: false, canUndo: false, canRedo: true })
  })

  it('undoes a field that was typed into as a whole, and what came before and after on its own', async () => {
    const { draft } = await opened()
    draft.edit(replaceIn('name: a', 'name: b'))
    draft.edit(replaceIn('8000', '8'), { joins: 'port' })
    await vi.advanceTimersByTimeAsync(30_000)
    draft.edit(replaceIn('port: 8 ', 'port: 80 '), { joins: 'port' })
    draft.edit(replaceIn('port: 80 ', 'port: 808 '), { joins: 'port' })
    draft.edit(replaceIn('tier: 1', 'tier: 0'))
    draft.undo()
    expect(stateOf(draft).text).toContain('port: 808 ')
    draft.undo()
    expect(stateOf(draft).text).toBe(start.replace('name: a', 'name: b'))
    draft.undo()
    expect(stateOf(draft).text).toBe(start)
  })

  it('keeps showing the last good values while the text is wrong, and says where it is', async () => {
    const { draft } = await opened()
    draft.edit(replaceIn('8000', 'many'))
    const { problems, good } = stateOf(draft)
    expect(good?.config.server.port).toBe(8000)
    expect(problems).toHaveLength(1)
    expect(stateOf(draft).text.slice(problems[0]?.from, problems[0]?.to)).toBe('many')
  })

  it('says what an edit threw, and stays as it was', async () => {
    const { draft } = await opened()
    const failure = draft.edit(() => {
      throw new Error('There is no node called x.')
    })
    expect(failure).toBe('There is no node called x.')
    expect(stateOf(draft)).toMatchObject({ text: start, canUndo: false })
  })

  it('takes what changes on disk while nothing is unsaved, without a step of undo', async () => {
    const { draft, file } = await opened()
    await file.says(start.replace('8000', '9000'), 2)
    expect(stateOf(draft)).toMatchObject({ isDirty: false, canUndo: false, news: { kind: 'reloaded' } })
    expect(stateOf(draft).text).toContain('9000')
  })

  it('merges what changes on disk elsewhere, and its own steps can still be undone', async () => {
    const { draft, file } = await opened()
    draft.edit(replaceIn('tier: 1', 'tier: 2'))
    const theirs = start.replace('8000', '9000')
    await file.says(theirs, 2)
    expect(stateOf(draft)).toMatchObject({
      text: theirs.replace('tier: 1', 'tier: 2'),
      conflict: null,
      isDirty: true,
      base: { digest: digestOf(2), text: theirs },
      news: { kind: 'merged' },
    })
    draft.undo()
    expect(stateOf(draft)).toMatchObject({ text: theirs, isDirty: false })
  })

  it('loses neither side of a conflict, and writes nothing before it is decided', async () => {
    const { draft, file } = await opened()
    draft.edit(replaceIn('8000', '8001'))
    await file.says(start.replace('8000', '9000'), 2)
    expect(stateOf(draft).text).toContain('8001')
    expect(stateOf(draft).conflict).toEqual({ base: start, theirs: start.replace('8000', '9000') })
    await expect(draft.save()).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(file.asked.filter(([path]) => path === 'config.saveFile')).toEqual([])
    draft.resolve(start.replace('8000', '8001'))
    expect(stateOf(draft)).toMatchObject({ conflict: null, isDirty: true, base: { digest: digestOf(2) } })
  })

  it('takes two good texts that are bad together for a conflict: a node that both added', async () => {
    const { draft, file } = await opened()
    draft.edit(text => text.replace('cluster:', 'model:\n  name: x\ncluster:'))
    await file.says(`${start}model:\n  name: y\n`, 2)
    expect(stateOf(draft).conflict).not.toBeNull()
  })

  it('writes the draft on what it was made from, with the line ends of the file', async () => {
    const save = vi.fn((_input: { text: string; base: string | null }) => ({
      digest: digestOf(2),
      version: 2,
    }))
    const file = createFile(save)
    const draft = createDraftStore(file.client, createDraftMemory(null))
    draft.start()
    await file.says(start.replaceAll('\n', '\r\n'), 1)
    draft.edit(replaceIn('8000', '8001'))
    await draft.save()
    const text = start.replace('8000', '8001').replaceAll('\n', '\r\n')
    expect(save).toHaveBeenCalledWith({ text, base: digestOf(1) })
    expect(stateOf(draft)).toMatchObject({ isDirty: false, isWriting: false, base: { digest: digestOf(2) } })
  })

  it('takes the mask of a secret it wrote without a word, also where the file says so before the call returns', async () => {
    const masked = start.replace('tier: 1', 'auth_token: "[redacted:12345678]"')
    const file = createFile(async () => {
      await file.says(masked, 2)
      return { digest: digestOf(2), version: 2 }
    })
    const draft = createDraftStore(file.client, createDraftMemory(null))
    draft.start()
    await file.says(start, 1)
    draft.edit(replaceIn('tier: 1', 'auth_token: hunter2'))
    await draft.save()
    expect(stateOf(draft)).toMatchObject({ text: masked, isDirty: false, conflict: null, news: null })
  })

  it('stays as it is when writing fails, and meets what changed meanwhile', async () => {
    const { draft, file } = await opened(() => {
      throw new HarombeError('CONFLICT', 'harombe.yaml is another by now.')
    })
    draft.edit(replaceIn('tier: 1', 'tier: 2'))
    await expect(draft.save()).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(stateOf(draft)).toMatchObject({ isDirty: true, isWriting: false })
    await file.says(start.replace('8000', '9000'), 2)
    expect(stateOf(draft).text).toBe(start.replace('8000', '9000').replace('tier: 1', 'tier: 2'))
  })

  it('is there again after the page was closed, merged with what changed meanwhile', async () => {
    const { draft, memory, stop } = await opened()
    draft.edit(replaceIn('tier: 1', 'tier: not yet'))
    stop()
    const file = createFile()
    const again = createDraftStore(file.client, memory)
    again.start()
    await file.says(start.replace('8000', '9000'), 2)
    expect(stateOf(again)).toMatchObject({ isDirty: true, canUndo: true })
    expect(stateOf(again).text).toBe(start.replace('8000', '9000').replace('tier: 1', 'tier: not yet'))
  })

  it('keeps no secret that was typed in outside of the page, and says that it is missing', async () => {
    const { draft, memory, stop } = await opened()
    draft.edit(replaceIn('tier: 1', 'tier: 2\n      auth_token: hunter2'))
    stop()
    expect(JSON.stringify(memory.read('/config/harombe.yaml'))).not.toContain('hunter2')
    const file = createFile()
    const again = createDraftStore(file.client, memory)
    again.start()
    await file.says(start, 1)
    expect(stateOf(again).text).toContain('tier: 2\n      auth_token: "[redacted]"')
    expect(stateOf(again).problems).toMatchObject([{ line: 7 }])
  })

  it('takes masks that the file has, and none that it has not', async () => {
    const { draft, file } = await opened()
    const masked = start.replace('tier: 1', 'auth_token: "[redacted:12345678]"')
    await file.says(masked, 2)
    expect(stateOf(draft).problems).toEqual([])
    draft.edit(replaceIn('12345678', '87654321'))
    expect(stateOf(draft).problems).toMatchObject([{ line: 6 }])
  })

  it('is not kept once nothing is unsaved', async () => {
    const { draft, memory } = await opened()
    draft.edit(replaceIn('8000', '8001'))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(memory.read('/config/harombe.yaml')).toMatchObject<Partial<SavedDraft>>({
      text: start.replace('8000', '8001'),
    })
    draft.discard()
    expect(memory.read('/config/harombe.yaml')).toBeNull()
  })

  it('takes what was found into what is being written', async () => {
    const { draft } = await opened()
    draft.edit(replaceIn('8000', '8001'))
    draft.take(`${start}    - name: found\n`)
    expect(stateOf(draft).text).toBe(`${start.replace('8000', '8001')}    - name: found\n`)
    draft.undo()
    expect(stateOf(draft).text).toBe(start.replace('8000', '8001'))
  })

  it('shows a problem of an overlay with its file, and none that an overlay puts right', async () => {
    const { draft, file } = await opened()
    const named = `overlays: [home]\n${start}`
    const home = (text: string) => ({
      overlays: [{ name: 'home', path: '/config/harombe.home.yaml', text, overrides: [] }],
    })
    await file.says(named, 2, home('server:\n  port: many\n'))
    expect(stateOf(draft).problems).toMatchObject([{ file: 'harombe.home.yaml', line: 2 }])
    await file.says(named, 2, home('server:\n  port: 1\n'))
    expect(stateOf(draft).problems).toEqual([])
  })

  it('shows a value by its path, and the nearest thing around one that is not written', async () => {
    const { draft } = await opened()
    const shown = () => {
      const { reveal, text } = stateOf(draft)
      return reveal === null ? null : text.slice(reveal.from, reveal.to)
    }
    draft.show({ path: 'cluster.nodes[0].tier' })
    expect(shown()).toBe('1')
    draft.show({ path: 'server.host' })
    expect(shown()).toBe('port')
  })

  it('names what only the coordinator sees of the file, as long as the draft is what it looked at', async () => {
    const { file, draft } = await opened()
    const problem = { message: 'There is no harombe.home.yaml that can be read.', line: 2, column: 9 }
    await file.says(start, 2, { problem, inForce: false })
    expect(stateOf(draft)).toMatchObject({ problems: [problem], isDirty: false })
    draft.edit(replaceIn('8000', '8001'))
    expect(stateOf(draft).problems).toEqual([])
  })

  it('lets the form follow its own changes at once', async () => {
    const { draft } = await opened()
    draft.edit(replaceIn('8000', '8001'))
    expect(stateOf(draft).settled).toBe(stateOf(draft).text)
  })
})
