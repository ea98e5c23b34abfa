import { expect, it, vi } from 'vitest'
import { showToasts, toast, whenToastWaits } from './toast'

it('keeps a notice until there is a place for it, in order, and gives it once', () => {
  const wanted = vi.fn()
  toast.error('first')
  const forget = whenToastWaits(wanted)
  expect(wanted).toHaveBeenCalledTimes(1)
  toast('second', { description: 'more' })
  expect(wanted).toHaveBeenCalledTimes(2)
  forget()

  const shown: string[] = []
  const leave = showToasts(({ tone, title }) => shown.push(`${tone} ${title}`))
  expect(shown).toEqual(['error first', 'plain second'])
  toast.success('third')
  expect(shown).toHaveLength(3)

  leave()
  toast('fourth')
  expect(shown).toHaveLength(3)
  expect(wanted).toHaveBeenCalledTimes(2)
  const again: string[] = []
  showToasts(({ title }) => again.push(title))()
  expect(again).toEqual(['fourth'])
})
