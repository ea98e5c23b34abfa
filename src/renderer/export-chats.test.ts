import { describe, expect, it } from 'vitest'
import { HarombeError } from '../shared/harombe-error'
import { createTableClient } from './client/table-client.fixture'
import { exportChats, exportFileName } from './export-chats'

describe('exportFileName', () => {
  it.each([
    ['Tax return 2026', 'Tax return 2026.md'],
    ['../../etc/passwd', 'etc passwd.md'],
    ['a\u202Egpj.exe', 'a gpj exe.md'],
    ['Ärger mit 🎈 Ballons?', 'Ärger mit Ballons.md'],
    ['', 'chats.md'],
    ['x'.repeat(300), `${'x'.repeat(80)}.md`],
  ])('makes a name that every disk takes of %j', (title, name) =>
    expect(exportFileName(title, 'markdown')).toBe(name),
  )
})

describe('exportChats', () => {
  it('joins the parts in order', async () => {
    const { client, asked } = createTableClient({
      'memory.exportConversations': async function* () {
        yield { text: '# One\n' }
        yield { text: 'größer\n' }
      },
    })
    const seen: number[] = []
    const { signal } = new AbortController()
    const file = await exportChats(client, {
      ids: ['a'],
      format: 'markdown',
      onProgress: characters => seen.push(characters),
      signal,
    })
    expect(await file.text()).toBe('# One\ngrößer\n')
    expect(seen).toEqual([6, 13])
    expect(asked).toEqual([['memory.exportConversations', { format: 'markdown', ids: ['a'] }]])
  })

  it('gives no half a file when it breaks off', async () => {
    const { client } = createTableClient({
      'memory.exportConversations': async function* () {
        yield { text: 'half' }
        throw new HarombeError('DISCONNECTED', 'gone')
      },
    })
    const { signal } = new AbortController()
    await expect(exportChats(client, { format: 'json', signal })).rejects.toMatchObject({
      code: 'DISCONNECTED',
    })
  })
})
