import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importFile } from '../import-file'
import { openMemory } from '../testing/open-memory'
import { createTurns } from '../turns'
import { readChatGptEntry } from './convert'

const { signal } = new AbortController()
let memory: ReturnType<typeof openMemory>
beforeEach(() => {
  memory = openMemory()
})
afterEach(() => memory.close())

const take = (bytes: Uint8Array) => importFile(bytes, { sink: memory.sink, dryRun: false, now: 7000, signal })
const takeJson = (value: unknown) => take(Buffer.from(JSON.stringify(value)))

type Node = Record<string, unknown>
const author = (role: string, name?: string) => ({ role, ...(name === undefined ? {} : { name }) })
const said = (id: string, role: string, parts: unknown[], more: Node = {}) => ({
  id,
  author: author(role),
  content: { content_type: 'text', parts },
  create_time: 1_700_000_000.5,
  ...more,
})
/** A mapping out of [key, parent, message]. */
const tree = (...nodes: [string, string | null, unknown][]) =>
  Object.fromEntries(
    nodes.map(([key, parent, message]) => [
      key,
      {
        id: key,
        parent,
        children: nodes.filter(([, above]) => above === key).map(([child]) => child),
        message,
      },
    ]),
  )
const conversation = (mapping: unknown, more: Node = {}) => ({
  id: 'conversation-1',
  title: 'A talk',
  create_time: 1_700_000_000,
  update_time: 1_700_000_100.25,
  mapping,
  ...more,
})

const contents = (id = 'conversation-1') =>
  memory.conversations.get(id).messages.map(({ role, content }) => `${role}: ${content}`)

describe('an export of ChatGPT', () => {
  it('becomes a tree of questions and answers, with the branch that was shown', async () => {
    const mapping = tree(
      ['client-created-root', null, null],
      ['sys', 'client-created-root', said('sys', 'system', [''])],
      ['q', 'sys', said('q', 'user', ['Hello?'])],
      ['a1', 'q', said('a1', 'assistant', ['First.'])],
      ['a2', 'q', said('a2', 'assistant', ['Second.'])],
      ['q2', 'a1', said('q2', 'user', ['And?'])],
    )
    const report = await takeJson([conversation(mapping, { current_node: 'a1' })])
    expect(report).toEqual({ format: 'chatgpt', conversations: 1, messages: 4, skipped: 0, problems: [] })
    const { conversation: kept, messages } = memory.conversations.get('conversation-1')
    expect(kept).toMatchObject({
      title: 'A talk',
      createdAt: 1_700_000_000_000,
      updatedAt: 1_700_000_100_250,
      activeLeafId: 'a1',
    })
    expect(messages.map(({ id, parentId }) => [id, parentId])).toEqual([
      ['q', null],
      ['a1', 'q'],
      ['q2', 'a1'],
      ['a2', 'q'],
    ])
    expect(await takeJson([conversation(mapping)])).toMatchObject({ conversations: 0, skipped: 1 })
  })

  it('puts what tools were told and brought into the steps of the answer, and thoughts beside it', async () => {
    const mapping = tree(
      ['q', null, said('q', 'user', ['How many?'])],
      [
        't',
        'q',
        said('t', 'assistant', [], {
          content: { content_type: 'thoughts', thoughts: [{ summary: 'Count', content: 'them.' }] },
        }),
      ],
      [
        'c',
        't',
        said('c', 'assistant', [], {
          recipient: 'python',
          content: { content_type: 'code', language: 'python', text: 'print(3)' },
        }),
      ],
      ['o', 'c', said('o', 'tool', [], { content: { content_type: 'execution_output', text: '3' } })],
      ['a', 'o', said('a', 'assistant', ['Three \ue200cite\ue202turn0search0\ue201.'])],
    )
    await takeJson([conversation(mapping)])
    expect(contents()).toEqual(['user: How many?', 'assistant: Three .'])
    const [, answer] = memory.conversations.get('conversation-1').messages
    expect(answer).toMatchObject({
      parentId: 'q',
      reasoning: 'Count\nthem.',
      steps: [
        {
          calls: [
            {
              tool: 'python',
              arguments: { input: 'print(3)' },
              result: '3',
              state: 'done',
              untrusted: 'file',
            },
          ],
        },
      ],
    })
  })

  it('keeps a run that was stopped, and one that the user went on after', async () => {
    const call = (id: string) => said(id, 'assistant', ['look'], { recipient: 'web' })
    const mapping = tree(
      ['q', null, said('q', 'user', ['Look.'])],
      ['c', 'q', call('c')],
      ['q2', 'c', said('q2', 'user', ['Never mind.'])],
      ['c2', 'q2', call('c2')],
    )
    await takeJson([conversation(mapping, { current_node: 'c2' })])
    expect(contents()).toEqual(['user: Look.', 'assistant: ', 'user: Never mind.', 'assistant: '])
    const { conversation: kept, messages } = memory.conversations.get('conversation-1')
    expect(messages.map(({ parentId }) => parentId)).toEqual([null, 'q', 'c', 'q2'])
    expect(kept.activeLeafId).toBe('c2')
    expect(messages.at(-1)?.steps?.[0]?.calls[0]?.untrusted).toBe('web')
  })

  it('reads parts of several kinds, and counts what the file does not have', async () => {
    const parts = [{ content_type: 'image_asset_pointer', asset_pointer: 'file-service://x' }, 'What is it?']
    const mapping = tree(
      ['q', null, said('q', 'user', parts, { metadata: { attachments: [{ name: 'a.png' }] } })],
      ['a', 'q', said('a', 'assistant', [{ content_type: 'audio_transcription', text: 'A cat.' }])],
    )
    const report = await takeJson([conversation(mapping)])
    expect(contents()).toEqual(['user: [picture]\n\nWhat is it?\n\n[file: a.png]', 'assistant: A cat.'])
    expect(report.problems).toEqual([expect.stringContaining('pictures')])
  })

  it.each([
    [
      'a circle',
      tree(
        ['a', 'b', said('a', 'user', ['x'])],
        ['b', 'a', said('b', 'user', ['y'])],
        ['q', null, said('q', 'user', ['ok'])],
      ),
    ],
    [
      'a node that is its own parent',
      {
        a: { parent: 'a', message: said('a', 'user', ['x']) },
        q: { parent: null, message: said('q', 'user', ['ok']) },
      },
    ],
    ['a parent that is not there', { q: { parent: 'gone', message: said('q', 'user', ['ok']) } }],
    [
      'fields of other types',
      {
        q: {
          parent: null,
          children: 'none',
          message: { ...said('q', 'user', ['ok']), create_time: 'soon', metadata: [], recipient: 4 },
        },
      },
    ],
    ['nodes that are nothing', { a: null, b: 5, c: [], q: { message: said('q', 'user', ['ok']) } }],
    [
      'two messages of one id',
      tree(['q', null, said('q', 'user', ['ok'])], ['r', null, said('q', 'user', ['replaced'])]),
    ],
  ])('takes what there is of a conversation with %s', async (_what, mapping) => {
    expect(await takeJson([conversation(mapping)])).toMatchObject({ conversations: 1 })
    expect(contents()).toEqual(['user: ok'])
  })

  it.each([[-5], [1e300], [9e12], [null], ['2024'], [0]])(
    'makes a time of %j one that can be',
    async time => {
      const mapping = tree(['q', null, said('q', 'user', ['ok'], { create_time: time })])
      await takeJson([conversation(mapping, { create_time: time, update_time: time })])
      const { conversation: kept, messages } = memory.conversations.get('conversation-1')
      expect(kept).toMatchObject({ createdAt: 7000, updatedAt: 7000 })
      expect(messages[0]?.createdAt).toBe(7000)
    },
  )

  it('knows a conversation without a usable id again', async () => {
    const nameless = conversation(tree(['q', null, said('q', 'user', ['ok'])]), {
      id: '../../etc',
      title: null,
    })
    expect(await takeJson([nameless])).toMatchObject({ conversations: 1 })
    expect(await takeJson([nameless])).toMatchObject({ conversations: 0, skipped: 1 })
    expect(memory.conversations.list()[0]?.title).toBe('ok')
  })

  it('takes no prototype from a mapping, and leaves out what is no conversation', async () => {
    const text = `[{"id":"x"},7,{"id":"c","title":"T","mapping":{"__proto__":{"parent":null,"message":null},
      "constructor":{"parent":null,"message":{"author":{"role":"user"},"content":{"parts":["ok"]}}}}}]`
    const report = await take(Buffer.from(text))
    expect(report).toMatchObject({ conversations: 1, messages: 1 })
    expect(report.problems).toHaveLength(2)
    expect(contents('c')).toEqual(['user: ok'])
  })

  it('comes out of the zip it is sent in, in several files too', async () => {
    const one = (id: string) =>
      strToU8(JSON.stringify([conversation(tree(['q', null, said(`${id}-q`, 'user', ['ok'])]), { id })]))
    const zip = zipSync({
      'chat.html': strToU8('<html>'),
      'export/conversations-000.json': one('a'),
      'export/conversations-001.json': one('b'),
      'export/shared_conversations.json': strToU8('[]'),
    })
    expect(await take(zip)).toMatchObject({ conversations: 2, problems: [] })
    await expect(take(zipSync({ 'a.txt': strToU8('x') }))).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(take(zip.subarray(0, 200))).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('takes a chain of a hundred thousand messages without calling itself to death', async () => {
    const mapping: Record<string, Node> = {}
    for (let index = 0; index < 100_000; index++) {
      mapping[`m${index}`] = {
        parent: index === 0 ? null : `m${index - 1}`,
        message: { author: { role: index % 2 ? 'assistant' : 'user' }, content: { parts: [`${index}`] } },
      }
    }
    const { conversation: read, problems } = await readChatGptEntry(
      JSON.stringify(conversation(mapping)),
      0,
      createTurns(),
    )
    expect(problems).toEqual([])
    expect(read?.messages).toHaveLength(100_000)
    expect(read?.conversation.activeLeafId).toBe('m99999')
  })
})
