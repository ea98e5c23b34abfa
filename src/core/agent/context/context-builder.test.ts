import { describe, expect, it } from 'vitest'
import type { Attachment, Conversation, ConversationSettings, Message } from '../../../shared/entities'
import { estimateTokens } from '../../inference/estimate-tokens'
import { createContextBuilder } from './context-builder'
import type { RecallHit, RecallQuery } from './types'

const running = new AbortController().signal
const fence = (text: string) => `<<${text}>>`

const message = (
  id: string,
  role: Message['role'],
  content: string,
  more: Partial<Message> = {},
): Message => ({
  ...{ id, conversationId: 'c', parentId: null, role, content, state: 'complete', createdAt: 1 },
  ...more,
})
const file = (id: string, more: Partial<Attachment> = {}): Attachment => ({
  ...{ id, name: `${id}.txt`, kind: 'text', mediaType: 'text/plain', bytes: 1, state: 'ready', createdAt: 1 },
  ...more,
})
const hit = (text: string, more: Partial<RecallHit> = {}): RecallHit => ({
  ...{
    kind: 'message',
    conversationId: 'other',
    messageId: 'm',
    attachmentId: null,
    title: 'Garden',
    locator: null,
  },
  ...{ text, score: 0.8, untrusted: false },
  ...more,
})

interface World {
  facts?: string[]
  texts?: Record<string, string>
  images?: Record<string, Uint8Array>
  summaries?: { lastMessageId: string; text: string }[]
  search?: (query: RecallQuery, signal: AbortSignal) => Promise<RecallHit[]>
  settled?: () => Promise<void>
  embed?: (signal: AbortSignal) => Promise<number[]>
  settings?: Partial<ConversationSettings>
}

/** With a clock that stands still until `pass` is called. */
function open({ facts = [], texts = {}, images = {}, summaries = [], ...world }: World) {
  const reported: unknown[] = []
  const tasks = new Set<() => void>()
  const given = new Map<string, Attachment>()
  const builder = createContextBuilder({
    recall: {
      facts: () => facts.map((text, index) => ({ id: `f${index}`, text, createdAt: 1 })),
      search: world.search ?? (async () => []),
    },
    cluster: {
      async embed(_request, signal) {
        const vector = await (world.embed ?? (async () => [1]))(signal)
        return {
          vectors: [vector],
          model: 'm',
          promptTokens: null,
          route: {} as never,
          answeredBy: {} as never,
        }
      },
    },
    indexedModel: () => (world.embed === undefined ? null : 'm'),
    embeddedWith: () => undefined,
    after(_ms, task) {
      tasks.add(task)
      return () => tasks.delete(task)
    },
    files: {
      settled: world.settled ?? (async () => undefined),
      find: id => given.get(id) ?? file(id),
      beginning: (id, characters) => texts[id]?.slice(0, characters) ?? null,
      data: id => images[id] ?? null,
    },
    summaries: { of: () => summaries },
    settings: () => ({
      ...{ embeddingModel: 'auto', recallsByDefault: false, topK: 5, minSimilarity: 0.7, summaries: true },
    }),
    fence,
    taintOf: () => [],
    answered: () => undefined,
    report: error => reported.push(error),
  })
  const settings = { tools: true, memory: false, files: true, facts: true, ...world.settings }
  const conversation: Conversation = {
    ...{ id: 'c', title: 'T', createdAt: 1, updatedAt: 1, activeLeafId: null, settings },
  }
  const build = (history: Message[], maxTokens = 2000) => {
    for (const each of history)
      for (const attached of each.attachments ?? []) given.set(attached.id, attached)
    return builder.build({ conversation, history, systemPrompt: 'Be kind.', maxTokens }, running)
  }
  const pass = () => {
    for (const task of [...tasks]) task()
  }
  return { build, reported, tasks, pass }
}

const question = (content: string, attachments?: Attachment[]) =>
  message('q', 'user', content, attachments === undefined ? {} : { attachments })

describe('what an answer is made of', () => {
  it('is the system prompt and the question where there is nothing else, and no timer is left', async () => {
    const { build, tasks } = open({})
    const context = await build([question('Hello?')])
    expect(context).toMatchObject({ system: 'Be kind.', dropped: 0, sources: [], tainted: [] })
    expect(context.window).toMatchObject([{ message: { id: 'q' }, attached: '', images: [] }])
    expect(tasks.size).toBe(0)
  })

  it('tells the facts, unless the chat leaves them out', async () => {
    const facts = ['I live in Bergen.', 'I eat no meat.']
    expect((await open({ facts }).build([question('x')])).system).toMatch(
      /always:\n- I live in Bergen.\n- I eat no meat./,
    )
    expect((await open({ facts, settings: { facts: false } }).build([question('x')])).system).toBe('Be kind.')
  })

  it('keeps the question however long, and stays within the budget without it', async () => {
    const long = 'word '.repeat(3000)
    const { build } = open({})
    const alone = await build(
      [message('a', 'user', 'old'), message('b', 'assistant', 'older'), question(long)],
      500,
    )
    expect(alone.window.map(entry => entry.message.id)).toEqual(['q'])
    expect(alone.dropped).toBe(2)
  })

  it('puts a small file whole before its question, fenced and numbered, with its pages', async () => {
    const { build } = open({ texts: { paper: 'first\fsecond' } })
    const context = await build([
      question('What?', [file('paper', { kind: 'pdf', pages: 2, name: 'paper.pdf' })]),
    ])
    const attached = context.window[0]?.attached ?? ''
    expect(attached).toContain(
      'Attached file "paper.pdf" [1], whole:\n<<(page 1)\nfirst\n\n(page 2)\nsecond>>',
    )
    expect(context.sources).toMatchObject([
      { number: 1, kind: 'attachment', title: 'paper.pdf', attachmentId: 'paper' },
    ])
    expect(context.system).toContain('cite it with its number')
  })

  it('shows of a long file its outline and the places that fit the question, cited, within its share', async () => {
    const text = `# Beginning\n${'filler words here. '.repeat(2000)}\n# The end\nlast`
    const { build } = open({
      texts: { long: text },
      search: async query =>
        'attachmentIds' in query.scope
          ? [
              hit('the needle is here', {
                kind: 'attachment',
                attachmentId: 'long',
                locator: 'lines 10–42',
                title: 'long.md',
              }),
            ]
          : [],
    })
    const context = await build(
      [question('Where is it?', [file('long', { kind: 'markdown', name: 'long.md' })])],
      1000,
    )
    const attached = context.window[0]?.attached ?? ''
    expect(attached).toContain('# Beginning\n# The end')
    expect(attached).toContain('[1] (lines 10–42)\nthe needle is here')
    expect(estimateTokens(attached)).toBeLessThan(600)
    expect(context.sources).toMatchObject([{ number: 1, locator: 'lines 10–42', attachmentId: 'long' }])
  })

  it('shows the beginning of a long file where nothing was found in it', async () => {
    const { build } = open({ texts: { long: `It begins so. ${'words '.repeat(5000)}` } })
    const context = await build([question('?', [file('long')])], 1000)
    expect(context.window[0]?.attached).toContain('(its beginning)\nIt begins so.')
  })

  it('gives images as they are, and says of a file why it could not be read', async () => {
    const picture = file('p', { kind: 'image', mediaType: 'image/png' })
    const broken = file('b', { state: 'failed', problem: 'It has a password.' })
    const { build } = open({ images: { p: Buffer.from('png') } })
    const [entry] = (await build([question('?', [picture, broken])])).window
    expect(entry?.images).toEqual([{ mediaType: 'image/png', data: Buffer.from('png').toString('base64') }])
    expect(entry?.attached).toContain('"b.txt" could not be read: It has a password.')
  })

  it('leaves files out of a chat that does not use them', async () => {
    const { build } = open({ texts: { a: 'secret' }, settings: { files: false } })
    const context = await build([question('?', [file('a')])])
    expect(JSON.stringify([context.system, context.window.map(({ attached }) => attached)])).not.toContain(
      'secret',
    )
    expect(context.sources).toEqual([])
  })

  it('still has the files of messages that fell out', async () => {
    const first = message('a', 'user', 'look '.repeat(400), { attachments: [file('early')] })
    const { build } = open({ texts: { early: 'kept words' } })
    const context = await build([first, message('b', 'assistant', 'yes '.repeat(400)), question('And?')], 700)
    expect(context.dropped).toBe(2)
    expect(context.system).toContain('kept words')
  })

  it('stands the furthest summary in for what fell out, and none for what did not', async () => {
    const history = [
      message('a', 'user', 'one '.repeat(300)),
      message('b', 'assistant', 'two '.repeat(300)),
      question('three'),
    ]
    const summaries = [
      { lastMessageId: 'a', text: 'only one' },
      { lastMessageId: 'b', text: 'one and two' },
      { lastMessageId: 'elsewhere', text: 'another branch' },
    ]
    const { build } = open({ summaries })
    expect((await build(history, 300)).system).toContain('in short:\n<<one and two>>')
    expect((await build(history, 5000)).system).toBe('Be kind.')
  })
})

describe('what other conversations said', () => {
  const search = async (query: RecallQuery) =>
    'notConversationId' in query.scope && query.scope.notConversationId === 'c' ? [hit('Roses in May')] : []

  it('is looked up only where the chat has it, numbered, fenced, and taints', async () => {
    expect((await open({ search }).build([question('roses')])).sources).toEqual([])
    const context = await open({ search, settings: { memory: true } }).build([question('roses')])
    expect(context.system).toContain('<<[1] "Garden"\nRoses in May>>')
    expect(context.sources).toMatchObject([
      { number: 1, kind: 'message', conversationId: 'other', score: 0.8 },
    ])
    expect(context.tainted).toEqual(['memory'])
  })

  it('is waited for no longer than its time: the words are used when the vector is late', async () => {
    const late = open({
      settings: { memory: true },
      embed: signal =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      search: async query =>
        query.embedding === undefined ? [hit('by words', { score: null })] : [hit('by meaning')],
    })
    const building = late.build([question('roses')])
    await new Promise(resolve => setImmediate(resolve))
    late.pass()
    expect((await building).system).toContain('by words')
  })

  it('is left out when looking it up takes too long or fails, and the question is answered', async () => {
    const never = open({ settings: { memory: true }, search: () => new Promise(() => undefined) })
    const building = never.build([question('roses')])
    await new Promise(resolve => setImmediate(resolve))
    never.pass()
    expect((await building).sources).toEqual([])
    const failing = open({
      settings: { memory: true },
      async search() {
        throw new Error('disk')
      },
    })
    expect((await failing.build([question('roses')])).sources).toEqual([])
  })

  it('by meaning wins over words where both are there in time', async () => {
    const { build } = open({
      settings: { memory: true },
      embed: async () => [1, 0],
      search: async query => (query.embedding === undefined ? [hit('by words')] : [hit('by meaning')]),
    })
    expect((await build([question('roses')])).system).toContain('by meaning')
  })
})
