import { expect, it } from 'vitest'
import { english } from '../../../shared/texts/english'
import { doneText, plannedText } from './report-words'

const report = { format: 'chatgpt', conversations: 1, messages: 4, skipped: 0, problems: [] } as const

it('says what an import would add, and what is here already', () => {
  expect(plannedText({ ...report, problems: [] }, english)).toBe(
    'An export of ChatGPT. It would add 1 chat with 4 messages.',
  )
  expect(plannedText({ ...report, problems: [], conversations: 0, messages: 0, skipped: 2 }, english)).toBe(
    'An export of ChatGPT with nothing new in it. 2 chats are here already and left alone.',
  )
})

it('does not claim to have added what was there', () =>
  expect(doneText({ ...report, problems: [], conversations: 0, messages: 0, skipped: 1 }, english)).toBe(
    'Nothing was added. 1 chat is here already and left alone.',
  ))
