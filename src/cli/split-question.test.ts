import { expect, it } from 'vitest'
import { splitQuestion } from './split-question'

const isThere = (path: string) => ['a.md', 'b.pdf', 'notes'].includes(path)

it.each([
  [['a.md', 'What is it?'], 'What is it?', ['a.md']],
  [['a.md', 'summarise'], 'summarise', ['a.md']],
  [['Which is newer?', 'a.md', 'b.pdf'], 'Which is newer?', ['a.md', 'b.pdf']],
  [['a.md', 'What is in and/or out?'], 'What is in and/or out?', ['a.md']],
  // Nobody's files are taken for words, and no slip of the finger is sent as a question.
  [['a.md', 'notes'], undefined, ['a.md', 'notes']],
  [['a.md', 'b.pdff'], undefined, ['a.md', 'b.pdff']],
  [['a.md', 'texts/b'], undefined, ['a.md', 'texts/b']],
  [['one', 'two', 'a.md'], undefined, ['one', 'two', 'a.md']],
])('finds the question among %j', (attached, question, files) => {
  expect(splitQuestion(undefined, attached, isThere)).toEqual({ question, attached: files })
})

it('leaves names alone where there is a question', () => {
  expect(splitQuestion('Why?', ['a.md', 'gone'], isThere)).toEqual({
    question: 'Why?',
    attached: ['a.md', 'gone'],
  })
})
