import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isIntact, listBackups } from './backups'
import { createMemoryStores } from './conversation-store'
import { openDatabase } from './database'
import { migrations, schemaVersion } from './migrations'
import { wordsReading } from './search/words-reading'

let directory: string
let path: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-migrations-'))
  path = join(directory, 'memory.db')
})
afterEach(() => rmSync(directory, { recursive: true }))

const route =
  '{"classification":{"class":"simple","tier":0,"reasons":["short"],"estimatedTokens":3},"wantedTier":0,"forced":"none","candidates":[],"reason":"short question"}'
const step =
  '[{"purpose":"plan","text":"I look.","calls":[{"id":"c1","tool":"shell","arguments":{},"summary":"ls","risk":"shell","state":"done","result":"a b"}]}]'

/** What each version added, as its program wrote it. Entry n is written by schema version n + 1, after all before it. */
const contents: readonly string[] = [
  `
  INSERT INTO conversation (id, title, created_at, updated_at, activity, active_leaf_id, deleted_at) VALUES
    ('kept', 'Lighthouses', 1, 2, 1, 'a2', NULL), ('bin', 'Deleted', 1, 2, 2, 'd1', 5);
  INSERT INTO message (id, conversation_id, parent_id, role, state, epoch, created_at, content, reasoning, route, answered_by, metrics, failovers, error) VALUES
    ('q1', 'kept', NULL, 'user', 'complete', 0, 1, 'What is a Fresnel lens?', NULL, NULL, NULL, NULL, NULL, NULL),
    ('a1', 'kept', 'q1', 'assistant', 'failed', 1, 2, 'A thin', NULL, NULL, NULL, NULL, NULL, '{"code":"STREAM_CUT_OFF","message":"It stopped.","retryable":true}'),
    ('a2', 'kept', 'q1', 'assistant', 'complete', 0, 3, 'A thin lens of rings.', 'Optics.', '${route}', '{"node":"mini","tier":0,"model":"m","simulated":false}', '{"ttftMs":1,"durationMs":2,"promptTokens":3,"tokens":4,"tokenSource":"reported","tokensPerSecond":5}', '[{"node":"tower","tier":2,"stage":"mid_answer","error":{"code":"STREAM_CUT_OFF","message":"It stopped.","retryable":true}}]', NULL),
    ('s1', 'kept', 'q1', 'assistant', 'streaming', 0, 4, 'Half an', NULL, NULL, NULL, NULL, NULL, NULL),
    ('d1', 'bin', NULL, 'user', 'complete', 0, 5, 'Fresnel in the bin', NULL, NULL, NULL, NULL, NULL, NULL);
  `,
  `
  UPDATE message SET rating = 'up', escalation = '{"state":"offered","tier":2,"reasons":["it was cut off"]}' WHERE id = 'a2';
  INSERT INTO message (id, conversation_id, parent_id, role, state, epoch, created_at, content, escalated_from) VALUES
    ('a3', 'kept', 'q1', 'assistant', 'complete', 0, 6, 'A lens cut into rings.', 'a2');
  `,
  `
  INSERT INTO folder (id, name, created_at) VALUES ('sea', 'Sea', 1);
  UPDATE conversation SET folder_id = 'sea', pinned = 1, title_by = 'words', settings = '{"tools":false}' WHERE id = 'kept';
  UPDATE message SET steps = '${step}', run_limit = 'time', sources = '[{"number":1,"kind":"web","title":"A page","excerpt":"rings"}]' WHERE id = 'a3';
  INSERT INTO fact (id, text, created_at) VALUES ('f', 'I live by the sea.', 1);
  INSERT INTO attachment (id, message_id, name, kind, media_type, bytes, state, characters, created_at) VALUES
    ('file', 'q1', 'lens.md', 'markdown', 'text/markdown', 5, 'ready', 5, 1), ('unsent', NULL, 'x.txt', 'text', 'text/plain', 1, 'reading', NULL, 2);
  INSERT INTO attachment_content (attachment_id, text) VALUES ('file', 'rings');
  INSERT INTO summary (conversation_id, last_message_id, text, tokens, created_at) VALUES ('kept', 'q1', 'Of lenses.', 3, 1);
  `,
]

/** A file as the program of that version left it. */
function writeOld(version: number): void {
  const { connection, close } = openDatabase(path, { now: () => 1, migrations: migrations.slice(0, version) })
  for (const sql of contents.slice(0, version)) connection.exec(sql)
  close()
}

const openNow = () => {
  const database = openDatabase(path, { now: () => 2 })
  return { database, stores: createMemoryStores(database, { now: () => 3, createId: () => 'new' }) }
}

const versions = migrations.map((_step, index) => index + 1)

describe.each(versions)('a file of schema version %i', version => {
  it('is read with everything that was in it, and goes on from there', async () => {
    writeOld(version)
    const { database, stores } = openNow()
    expect(schemaVersion(database.connection)).toBe(migrations.length)
    expect(database.connection.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(database.connection.pragma('foreign_key_check')).toEqual([])
    stores.conversations.markInterrupted()
    const { conversation, messages } = stores.conversations.get('kept')
    const byId = new Map(messages.map(message => [message.id, message]))
    expect(conversation).toMatchObject({ title: 'Lighthouses', activeLeafId: 'a2' })
    expect(byId.get('a1')).toMatchObject({ state: 'failed', error: { code: 'STREAM_CUT_OFF' } })
    expect(byId.get('a2')).toMatchObject({
      content: 'A thin lens of rings.',
      reasoning: 'Optics.',
      route: { reason: 'short question', requirements: [] },
      answeredBy: { node: 'mini' },
      metrics: { tokens: 4 },
      failovers: [{ node: 'tower', mode: 'restart' }],
    })
    expect(byId.get('s1')).toMatchObject({ state: 'interrupted', content: 'Half an' })
    if (version >= 2) {
      expect(byId.get('a2')).toMatchObject({ rating: 'up', escalation: { state: 'offered' } })
      expect(byId.get('a3')?.escalatedFrom).toBe('a2')
    }
    if (version >= 3) {
      expect(conversation).toMatchObject({
        folderId: 'sea',
        pinned: true,
        titleBy: 'words',
        settings: { tools: false },
      })
      expect(byId.get('a3')).toMatchObject({
        limit: 'time',
        steps: [{ calls: [{ result: 'a b' }] }],
        sources: [{ kind: 'web' }],
      })
      expect(byId.get('q1')?.attachments).toMatchObject([{ name: 'lens.md' }])
      expect(stores.attachments.content('file').text).toBe('rings')
      expect(stores.facts.list()).toMatchObject([{ text: 'I live by the sea.' }])
      expect(stores.summaries.of('kept')).toMatchObject([{ text: 'Of lenses.' }])
    } else {
      // Who made its title is not known, so it is taken for the user's.
      expect(conversation).toMatchObject({ titleBy: 'user', pinned: false, folderId: null })
    }
    const search = wordsReading(database.connection)
    const hits = search({ text: 'fresnel', conversationId: null, folderId: null, limit: 9 })
    expect(hits.map(({ messageId }) => messageId)).toEqual(['q1'])
    await stores.conversations.restore('bin')
    expect(search({ text: 'fresnel', conversationId: null, folderId: null, limit: 9 })).toHaveLength(2)
    await stores.conversations.appendUserMessage({ conversationId: 'kept', text: 'And today?' }).accepted
    expect(stores.conversations.history('new').map(({ id }) => id)).toEqual(['q1', 'a2', 'new'])
    database.close()
  })

  it('has a backup of how it was, if anything was changed', () => {
    writeOld(version)
    openNow().database.close()
    const [backup] = listBackups(path)
    if (version === migrations.length) return expect(backup).toBeUndefined()
    expect(backup !== undefined && isIntact(backup.path)).toBe(true)
    const copy = new Database(backup?.path ?? '', { readonly: true })
    expect(schemaVersion(copy)).toBe(version)
    expect(copy.prepare('SELECT COUNT(*) FROM message').pluck().get()).toBe(version >= 2 ? 6 : 5)
    copy.close()
  })
})
