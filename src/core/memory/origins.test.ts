import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Message, RunStep } from '../../shared/entities'
import { createMemoryStores, type MemoryStores } from './conversation-store'
import { type OpenDatabase, openDatabase } from './database'
import { createInlineWriter } from './writing/inline-writer'
import type { Writer } from './writing/types'

let directory: string
let database: OpenDatabase
let stores: MemoryStores
let fault: Error | null
let ids = 0

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-origins-'))
  database = openDatabase(join(directory, 'memory.db'), { now: () => 1 })
  fault = null
  const inline = createInlineWriter(database.connection)
  const writer: Writer = {
    ...inline,
    write: group => (fault === null ? inline.write(group) : Promise.reject(fault)),
  }
  stores = createMemoryStores(database, { now: () => 1, createId: () => `i${ids++}` }, writer)
})
afterEach(async () => {
  fault = null
  await stores.conversations.close()
  database.close()
  rmSync(directory, { recursive: true })
})

const calling = (untrusted: 'web' | 'mcp'): RunStep => ({
  purpose: 'plan',
  text: '',
  calls: [{ id: 'c', tool: 't', arguments: {}, summary: '', risk: 'read', state: 'done', untrusted }],
})
const by = (node: string) => ({ node, tier: 1 as const, model: 'm', simulated: false })

/** A question with an answer that is still being written. */
async function ask(conversationId?: string, parentId?: string | null, attachmentIds: string[] = []) {
  const asked = stores.conversations.appendUserMessage({ text: 'q', conversationId, parentId, attachmentIds })
  const answer = stores.conversations.beginAnswer({ parentId: asked.message.id })
  await stores.conversations.settled()
  return { id: asked.conversation.id, question: asked.message, answer: answer.message }
}
const finish = (answer: Message, more: Partial<Message>) =>
  stores.conversations.finishAnswer({ ...answer, state: 'complete', content: 'a', ...more })

function told(id: string) {
  const { hasAttachments, nodes, sources, untrusted, isBroughtIn } = stores.origins(id)
  return { hasAttachments, nodes: [...nodes], sources: [...sources], untrusted: [...untrusted], isBroughtIn }
}
const nothing = { hasAttachments: false, nodes: [], sources: [], untrusted: [], isBroughtIn: false }

describe('where what is in a conversation came from', () => {
  it('is told of every branch, shown or not, and of nobody else', async () => {
    const first = await ask()
    await finish(first.answer, {
      answeredBy: by('a'),
      sources: [{ number: 1, kind: 'web', title: '', excerpt: '' }],
    })
    const second = await ask(first.id, null)
    await finish(second.answer, { answeredBy: by('b'), steps: [calling('mcp')] })
    const other = await ask()
    await finish(other.answer, { answeredBy: by('z'), steps: [calling('web')] })
    expect(told(first.id)).toEqual({ ...nothing, nodes: ['a', 'b'], sources: ['web'], untrusted: ['mcp'] })
    expect(told('nobody')).toEqual(nothing)
  })

  it('sees a message that was looked at while it was being written, once it says more', async () => {
    const { id, answer } = await ask()
    expect(told(id)).toEqual(nothing)
    // Another question behind it: what is behind an unfinished message must not hide it.
    const next = await ask(id, null)
    await finish(next.answer, { answeredBy: by('b') })
    expect(told(id)).toEqual({ ...nothing, nodes: ['b'] })
    await stores.conversations.recordSteps(answer.id, [calling('web')])
    await stores.conversations.settled()
    expect(told(id).untrusted).toEqual(['web'])
    await finish(answer, { answeredBy: by('a'), steps: [calling('web'), calling('mcp')] })
    expect(told(id)).toEqual({ ...nothing, nodes: ['a', 'b'], untrusted: ['web', 'mcp'] })
  })

  it('counts a node whose words another went on from', async () => {
    const gone = (node: string, mode: 'restart' | 'continue') => ({
      node,
      tier: 1 as const,
      stage: 'mid_answer' as const,
      error: { code: 'STREAM_CUT_OFF' as const, message: 'm', retryable: true },
      mode,
    })
    const { id, answer } = await ask()
    await finish(answer, {
      answeredBy: by('a'),
      failovers: [gone('kept', 'continue'), gone('void', 'restart')],
      steps: [{ ...calling('web'), failovers: [gone('thinker', 'continue')] }],
    })
    expect(told(id).nodes.toSorted()).toEqual(['a', 'kept', 'thinker'])
  })

  it('trusts nothing that was brought in, whatever it says of itself', async () => {
    const { id, answer } = await ask()
    await finish(answer, {})
    expect(told(id).isBroughtIn).toBe(false)
    database.connection.prepare('UPDATE conversation SET brought_in = 1').run()
    expect(told(id).isBroughtIn).toBe(true)
  })

  it('takes what it does not know for the worst', async () => {
    const { id, answer } = await ask()
    await finish(answer, {})
    const odd = JSON.stringify([{ calls: [{ untrusted: 'mcp' }, { untrusted: 'of a later version' }, 7] }])
    database.connection.prepare('UPDATE message SET steps = ? WHERE id = ?').run(odd, answer.id)
    expect(told(id).untrusted).toEqual(['mcp', 'file'])
  })

  it('sees what the disk has not taken yet', async () => {
    const { id, answer } = await ask()
    expect(told(id)).toEqual(nothing)
    fault = new Database.SqliteError('full', 'SQLITE_FULL')
    await expect(finish(answer, { steps: [calling('web')] })).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
    })
    expect(told(id).untrusted).toEqual(['web'])
  })

  it('sees a file that was sent, in a long conversation that was looked at before', async () => {
    const { id, answer } = await ask()
    await finish(answer, {})
    expect(told(id).hasAttachments).toBe(false)
    const file = {
      id: 'f',
      name: 'f.txt',
      kind: 'text',
      mediaType: 'text/plain',
      bytes: 1,
      state: 'ready',
      createdAt: 1,
    } as const
    await stores.attachments.add(file, { text: 'x', data: null })
    expect(told(id).hasAttachments).toBe(false)
    await ask(id, undefined, ['f'])
    expect(told(id).hasAttachments).toBe(true)
  })

  it('takes from what is damaged what can be read, and nothing from what others quote', async () => {
    const { id, answer } = await ask()
    const quoting: RunStep = { ...calling('web'), text: '"untrusted":"file"', calls: [] }
    await finish(answer, { steps: [quoting] })
    database.connection
      .prepare("UPDATE message SET answered_by = '{', sources = '[{\"kind\":7}]' WHERE id = ?")
      .run(answer.id)
    expect(told(id)).toEqual(nothing)
    const odd = JSON.stringify([{ odd: true, calls: [{ untrusted: 'mcp', risk: 'unheard of' }] }])
    const next = await ask(id)
    await finish(next.answer, {})
    database.connection.prepare('UPDATE message SET steps = ? WHERE id = ?').run(odd, next.answer.id)
    expect(told(id).untrusted).toEqual(['mcp'])
  })
})
