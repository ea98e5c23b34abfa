import { expect, it } from 'vitest'
import { z } from 'zod'
import { firstIssue } from './issues'

const schema = z.object({ messages: z.array(z.object({ content: z.string('Write a text.') })) })

it('names the field that does not fit', () => {
  const { error } = schema.safeParse({ messages: [{ content: 'a' }, { content: 1 }] })
  expect(error && firstIssue(error)).toEqual({
    path: 'messages[1].content',
    text: 'messages[1].content: Write a text.',
  })
})

it('names none when the whole input does not fit', () => {
  const { error } = z.string('Write a text.').safeParse(1)
  expect(error && firstIssue(error)).toEqual({ path: '', text: 'Write a text.' })
})
