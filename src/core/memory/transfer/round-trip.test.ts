import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Attachment, Conversation, Message, RunStep, Source } from '../../../shared/entities'
import { importFile } from './import-file'
import { openMemory } from './testing/open-memory'
import type { FileContent } from './types'
import { writeJson } from './write-json'

const { signal } = new AbortController()
const exported = (memory: ReturnType<typeof openMemory>) =>
  Buffer.from([...writeJson(memory.source, memory.source.ids(), 1)].join(''))
const take = (memory: ReturnType<typeof openMemory>, bytes: Uint8Array, dryRun = false) =>
  importFile(bytes, { sink: memory.sink, dryRun, now: 5, signal })

/** Any text a person or a model may write, lone halves of characters among it: those are stored as the sign for them. */
const text = fc.string({ unit: 'binary', maxLength: 40 }).map(each => each.toWellFormed())
const time = fc.integer({ min: 0, max: 4_000_000_000_000 })
const title = fc
  .string({ minLength: 1, maxLength: 20 })
  .map(each => `t${each.replaceAll(/[\p{Cc}\s]/gu, '_')}`)

const source: fc.Arbitrary<Source> = fc.record({
  number: fc.integer({ min: 1, max: 9 }),
  kind: fc.constantFrom('message', 'attachment', 'web', 'fact'),
  title: text,
  excerpt: text,
})

const step: fc.Arbitrary<RunStep> = fc.record({
  purpose: fc.constantFrom('plan', 'arguments', 'synthesis'),
  text,
  calls: fc.array(
    fc.record({
      id: fc.uuid(),
      tool: text,
      arguments: fc.dictionary(
        fc.string().filter(key => key !== '__proto__'),
        fc.jsonValue({ maxDepth: 2 }).filter(value => !JSON.stringify(value).includes('__proto__')),
      ),
      summary: text,
      risk: fc.constantFrom('read', 'shell', 'mcp'),
      state: fc.constantFrom('done', 'failed', 'denied', 'refused', 'cancelled', 'unknown'),
      result: text,
    }),
    { maxLength: 2 },
  ),
})

interface Plan {
  title: string
  createdAt: number
  updatedAt: number
  pinned: boolean
  folder: string | null
  messages: {
    parent: number
    role: Message['role']
    rest: Partial<Message>
    content: string
    file: Uint8Array | null
  }[]
}

const plan: fc.Arbitrary<Plan> = fc.record({
  title,
  createdAt: time,
  updatedAt: time,
  pinned: fc.boolean(),
  folder: fc.option(fc.constantFrom('Work', 'Ärger 🎈')),
  messages: fc.array(
    fc.record({
      parent: fc.nat(),
      role: fc.constantFrom('user', 'assistant', 'system'),
      content: text,
      rest: fc.record(
        {
          reasoning: text,
          state: fc.constantFrom('complete', 'failed', 'cancelled', 'interrupted'),
          rating: fc.constantFrom('up', 'down'),
          limit: fc.constantFrom('steps', 'time', 'tokens'),
          steps: fc.array(step, { minLength: 1, maxLength: 2 }),
          sources: fc.array(source, { minLength: 1, maxLength: 2 }),
        },
        { requiredKeys: [] },
      ),
      file: fc.option(fc.uint8Array({ maxLength: 20 })),
    }),
    { maxLength: 8 },
  ),
})

/** A tree out of a plan: a parent is any message before, or none. */
function conversationOf(id: string, { messages, folder: _folder, ...rest }: Plan, folderId: string | null) {
  const files = new Map<string, FileContent>()
  const all: Message[] = []
  for (const [index, { parent, role, content, rest: more, file }] of messages.entries()) {
    const above = parent % (index + 1)
    const attachments: Attachment[] = []
    if (file !== null) {
      const fileId = `${id}-file-${index}`
      files.set(fileId, { text: content, data: Buffer.from(file) })
      attachments.push({
        id: fileId,
        name: 'a.png',
        kind: 'image',
        mediaType: 'image/png',
        bytes: file.length,
        state: 'ready',
        createdAt: index,
      })
    }
    all.push({
      id: `${id}-${index}`,
      conversationId: id,
      parentId: above === index ? null : `${id}-${above}`,
      role,
      content,
      state: 'complete',
      createdAt: index,
      ...more,
      ...(attachments.length === 0 ? {} : { attachments }),
    })
  }
  const conversation: Conversation = {
    ...rest,
    id,
    folderId,
    activeLeafId: all.at(-1)?.id ?? null,
    titleBy: 'words',
    settings: { tools: true, memory: false, files: true, facts: false },
  }
  return { conversation, messages: all, files }
}

describe('our own format', () => {
  it('brings every conversation back as it was, all branches, steps and files', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: 1, maxLength: 3 }), async plans => {
        const from = openMemory()
        const into = openMemory()
        for (const [index, each] of plans.entries()) {
          const folderId = each.folder === null ? null : await from.sink.folder(each.folder)
          const { conversation, messages, files } = conversationOf(`c${index}`, each, folderId)
          await from.sink.put(conversation, messages, files)
        }
        const report = await take(into, exported(from))
        expect(report).toMatchObject({
          format: 'harombe',
          conversations: plans.length,
          skipped: 0,
          problems: [],
        })
        for (const { id } of from.conversations.list()) {
          const before = from.conversations.get(id)
          const after = into.conversations.get(id)
          expect(after.messages).toEqual(before.messages)
          // What a file says of itself proves nothing.
          expect(into.origins(id).isBroughtIn).toBe(true)
          const { folderId, ...rest } = before.conversation
          expect(after.conversation).toMatchObject(rest)
          expect(into.source.folderName(after.conversation.folderId ?? '')).toBe(
            folderId == null ? null : from.source.folderName(folderId),
          )
          for (const file of before.messages.flatMap(({ attachments }) => attachments ?? [])) {
            expect(into.source.file(file.id)).toEqual(from.source.file(file.id))
          }
        }
        const again = await take(into, exported(from))
        expect(again).toMatchObject({ conversations: 0, skipped: plans.length })
        await from.close()
        await into.close()
      }),
      { numRuns: 20 },
    )
  })
})

describe('an import', () => {
  let memory: ReturnType<typeof openMemory>
  beforeEach(() => {
    memory = openMemory()
  })
  afterEach(() => memory.close())

  const base = { id: 'c', title: 'T', createdAt: 1, updatedAt: 2, activeLeafId: 'm', folder: null }
  const said = { id: 'm', parentId: null, role: 'user', content: 'hello', state: 'complete', createdAt: 1 }
  const file = (...conversations: object[]) =>
    Buffer.from(JSON.stringify({ format: 'harombe', version: 1, conversations }))

  it('never writes over a message that is here, whatever conversation claims its id', async () => {
    await take(memory, file({ ...base, messages: [said] }))
    const report = await take(
      memory,
      file({
        ...base,
        id: 'other',
        messages: [
          { ...said, content: 'replaced' },
          { ...said, id: 'n', parentId: 'm' },
        ],
        activeLeafId: 'n',
      }),
    )
    expect(report.conversations).toBe(1)
    expect(memory.conversations.get('c').messages.map(({ content }) => content)).toEqual(['hello'])
    const [first, second] = memory.conversations.get('other').messages
    expect(first?.id).not.toBe('m')
    expect(second?.parentId).toBe(first?.id)
  })

  it('says what it would do, and does nothing of it, when it is only tried', async () => {
    expect(await take(memory, file({ ...base, messages: [said] }), true)).toMatchObject({
      conversations: 1,
      messages: 1,
    })
    expect(memory.conversations.list()).toEqual([])
    expect(memory.changed).toEqual([])
  })

  it('leaves a deleted conversation deleted, and says so', async () => {
    await take(memory, file({ ...base, messages: [said] }))
    await memory.conversations.softDelete('c')
    const report = await take(memory, file({ ...base, messages: [said] }))
    expect(report).toMatchObject({
      conversations: 0,
      skipped: 1,
      problems: [expect.stringContaining('deleted')],
    })
    expect(memory.conversations.list()).toEqual([])
  })

  it('puts old conversations among the others by their time, not on top', async () => {
    const at = (id: string, updatedAt: number) =>
      file({ ...base, id, updatedAt, activeLeafId: `${id}-m`, messages: [{ ...said, id: `${id}-m` }] })
    await take(memory, at('new', 300))
    await take(memory, at('old', 100))
    await take(memory, at('middle', 200))
    expect(memory.conversations.list().map(({ id }) => id)).toEqual(['new', 'middle', 'old'])
  })

  it('starts nothing again that was going on when it was written', async () => {
    const call = { id: 'k', tool: 'shell', arguments: {}, summary: 'rm', risk: 'shell' }
    const approval = { id: 'a', digest: '0'.repeat(64) }
    const steps = [
      {
        purpose: 'plan',
        text: '',
        calls: [
          { ...call, state: 'running' },
          { ...call, id: 'l', state: 'waiting' },
        ],
      },
    ]
    await take(
      memory,
      file({ ...base, messages: [{ ...said, role: 'assistant', state: 'streaming', steps }] }),
    )
    const [message] = memory.conversations.get('c').messages
    expect(message?.state).toBe('interrupted')
    expect(message?.steps?.[0]?.calls.map(({ state }) => state)).toEqual(['unknown', 'cancelled'])
    expect(JSON.stringify(message)).not.toContain(approval.digest)
  })

  it.each([
    ['a message before the one it follows', { ...base, messages: [{ ...said, parentId: 'later' }] }],
    ['two messages of one id', { ...base, messages: [said, said] }],
    ['a shown message that is not there', { ...base, activeLeafId: 'gone', messages: [said] }],
    ['a time before time', { ...base, createdAt: -1, messages: [said] }],
    ['an id that is a path', { ...base, id: '../../x', messages: [said] }],
    ['a role that does not exist', { ...base, messages: [{ ...said, role: 'tool' }] }],
  ])('leaves out a conversation with %s, and takes the next one', async (_what, broken) => {
    const good = { ...base, id: 'good', activeLeafId: 'g', messages: [{ ...said, id: 'g' }] }
    const report = await take(memory, file(broken, good))
    expect(report).toMatchObject({ conversations: 1, problems: [expect.stringContaining('left out')] })
    expect(memory.conversations.list().map(({ id }) => id)).toEqual(['good'])
  })

  it('takes no prototype from a file', async () => {
    const text = `{"format":"harombe","version":1,"conversations":[{"id":"c","title":"T","createdAt":1,"updatedAt":2,
      "activeLeafId":"m","__proto__":{"polluted":true},"messages":[{"id":"m","parentId":null,"role":"assistant","content":"",
      "state":"complete","createdAt":1,"steps":[{"purpose":"plan","text":"","calls":[{"id":"k","tool":"t","summary":"",
      "risk":"none","state":"done","arguments":{"__proto__":{"polluted":true},"constructor":{"prototype":1}}}]}]}]}]}`
    expect(await take(memory, Buffer.from(text))).toMatchObject({ conversations: 1 })
    const [message] = memory.conversations.get('c').messages
    const given: object = message?.steps?.[0]?.calls[0]?.arguments ?? {}
    expect('polluted' in given).toBe(false)
    expect('polluted' in {}).toBe(false)
  })

  it('refuses what is newer or something else, in words', async () => {
    const newer = Buffer.from('{"format":"harombe","version":2,"conversations":[{}]}')
    await expect(take(memory, newer)).rejects.toMatchObject({ code: 'NOT_SUPPORTED' })
    for (const text of ['', 'hello', '7', '{"a":1}', '[', '{"conversations":[]}', '"x"']) {
      await expect(take(memory, Buffer.from(text))).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    }
  })

  it('keeps what came before the point where a file breaks off', async () => {
    const whole = file({ ...base, messages: [said] }, { ...base, id: 'd', messages: [] })
    const report = await take(memory, whole.subarray(0, whole.length - 30))
    expect(report).toMatchObject({ conversations: 1, problems: [expect.stringContaining('middle')] })
  })
})
