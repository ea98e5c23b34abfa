import { describe, expect, it } from 'vitest'
import { createDraftDocument, type DocumentUpdate } from './draft-document'

describe('what the draft document says of a change', () => {
  const updatesOf = (change: (document: ReturnType<typeof createDraftDocument>) => void) => {
    const updates: DocumentUpdate[] = []
    const document = createDraftDocument(update => updates.push(update))
    change(document)
    return updates
  }

  // The form and the problems wait for a hand that types; at anything else they follow at once.
  it.each([
    ['input.type', true],
    ['input.type.compose', true],
    ['input', true],
    ['input.indent', true],
    ['delete.backward', true],
    ['input.complete', false],
    ['input.paste', false],
    ['input.conflict', false],
  ])('%s is typing: %s', (userEvent, isTyped) => {
    const updates = updatesOf(document => document.dispatch({ changes: { from: 0, insert: 'a' }, userEvent }))
    expect(updates).toEqual([{ docChanged: true, isTyped }])
  })

  it('a change of the form and its undo are no typing', () => {
    const updates = updatesOf(document => {
      document.replace('a: 1\n')
      document.undo()
    })
    expect(updates.map(({ isTyped }) => isTyped)).toEqual([false, false])
  })
})
