import { describe, expect, it } from 'vitest'
import { createPhraseBook } from './phrase-book'

const book = createPhraseBook(
  {
    'A simple question: {~why}.': 'Einfach: {~why}.',
    'A simple question: {~why} (a close call).': 'Einfach: {~why} (knapp).',
    'it is short': 'sie ist kurz',
    'it rests: {~why}': 'ruht: {~why}',
    'It failed.': 'Gescheitert.',
    '{node} is busy': '{node} hat zu tun',
    'done in {#time}': 'fertig in {#time}',
    'estimated, nothing was measured': 'geschätzt',
    'No node can answer: {~reasons}.': 'Niemand kann: {~reasons}.',
    '{node} ({~why})': '{node} ({~why})',
    'Look for {*text} there.': 'Such dort {*text}.',
  },
  text => text.replace('.', ','),
)

describe('createPhraseBook', () => {
  it.each([
    ['A simple question: it is short.', 'Einfach: sie ist kurz.'],
    ['A simple question: it is short (a close call).', 'Einfach: sie ist kurz (knapp).'],
    ['it rests: It failed', 'ruht: Gescheitert'],
    ['dgx is busy, done in 1.5 s', 'dgx hat zu tun, fertig in 1,5 s'],
    ['It failed. Look for a.b*c (x) there.', 'Gescheitert. Such dort a.b*c (x).'],
    [
      'No node can answer: dgx (it rests: It failed); mini (mini is busy).',
      'Niemand kann: dgx (ruht: Gescheitert); mini (mini hat zu tun).',
    ],
  ])('says %j', (text, translation) => expect(book.translate(text)).toBe(translation))

  it('keeps the part of a text that it does not know, and says when it knows nothing', () => {
    expect(book.translate('A simple question: the moon is full.')).toBe('Einfach: the moon is full.')
    expect(book.translate('It failed. ENOENT: no such file.')).toBe('Gescheitert. ENOENT: no such file.')
    expect(book.translate('CUDA error: out of memory')).toBeNull()
  })

  it('does not take two words for a name', () => {
    expect(book.translate('everything else is busy')).toBeNull()
  })

  it('gives up on a text that nests without end, at once', () => {
    expect(book.translate(`${'it rests: '.repeat(150)}It failed`)?.startsWith('ruht: ruht: ')).toBe(true)
    expect(book.translate('it rests: '.repeat(10_000))).toBeNull()
  })
})
