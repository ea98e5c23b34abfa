import { Lexer } from 'marked'
import { describe, expect, it } from 'vitest'
import type { Message } from '../../../shared/entities'
import type { ConversationSource } from './types'
import { writeMarkdown } from './write-markdown'

const message = (id: string, parentId: string | null, more: Partial<Message>): Message => ({
  id,
  conversationId: 'c',
  parentId,
  role: 'user',
  content: '',
  state: 'complete',
  createdAt: 0,
  ...more,
})

function markdown(messages: readonly Message[], activeLeafId: string | null, title = 'A talk'): string {
  const source: ConversationSource = {
    ids: () => ['c'],
    read: () => ({
      conversation: { id: 'c', title, createdAt: 0, updatedAt: 0, activeLeafId, folderId: 'f' },
      messages,
    }),
    folderName: () => 'Work',
    file: () => null,
  }
  return [...writeMarkdown(source, ['c'])].join('')
}

describe('an export to read', () => {
  it('has the branch that is shown first, and says of others what they follow', () => {
    const text = markdown(
      [
        message('q', null, { content: 'Why?' }),
        message('a', 'q', { role: 'assistant', content: 'Because.' }),
        message('b', 'q', { role: 'assistant', content: 'Shown.' }),
      ],
      'b',
    )
    expect(text.indexOf('Shown.')).toBeLessThan(text.indexOf('Because.'))
    expect(text).toContain('another branch, after “Why?”')
    expect(text).toContain('folder Work')
  })

  it('lets no result of a tool break out of its block', () => {
    const result = 'before\n```\n# Not a heading\n````\nafter'
    const call = {
      id: 'k',
      tool: 'shell',
      arguments: { command: 'ls' },
      summary: '*ls*',
      risk: 'shell',
      state: 'done',
      result,
    } as const
    const text = markdown(
      [message('a', null, { role: 'assistant', steps: [{ purpose: 'plan', text: '', calls: [call] }] })],
      'a',
    )
    const blocks = new Lexer().lex(text)
    expect(blocks.filter(({ type }) => type === 'heading')).toHaveLength(2)
    expect(blocks.flatMap(block => (block.type === 'code' ? [block.text] : []))).toContain(result)
  })

  it('keeps a title that is Markdown on its line', () => {
    const [heading, ...rest] = new Lexer().lex(markdown([], null, 'a\n# b [x](javascript:y)'))
    expect(heading).toMatchObject({ type: 'heading', depth: 1 })
    expect(rest.filter(({ type }) => type === 'heading')).toEqual([])
  })
})
