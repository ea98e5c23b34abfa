import { statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestTime } from '../testing/best-time'
import { neutralOperatingPoint } from './classifier'
import { decideTier } from './operating-point'
import { createTextJudge } from './text-judge'

const judge = createTextJudge()
const tierOf = (text: string) => {
  const { probabilities, form } = judge.judge(text)
  return decideTier(probabilities, neutralOperatingPoint, form)
}

describe('the shipped judge', () => {
  it.each([
    ['nothing', ''],
    ['a capital', 'What is the capital of Portugal?'],
    ['a timer', 'set a timer for twelve minutes'],
    ['thanks', 'thank you, that was helpful!'],
    ['a joke', 'tell me a joke about cats'],
    ['a translation', 'Translate "good evening" into Italian.'],
    ['a single rare word', 'What does eigenvalue mean?'],
    ['a word of mathematics in passing', 'remind me to bring the matrix DVD to work'],
    ['German', 'Wie spät ist es in Tokio?'],
    ['German mail', 'Schreib eine kurze Mail, dass ich morgen später komme.'],
    ['French', 'Quel temps fera-t-il demain à Lyon ?'],
    ['Spanish', '¿Cuántos días tiene febrero?'],
    ['Italian', 'Metti una sveglia per le sette.'],
    ['Portuguese', 'Qual é a capital do Brasil?'],
    ['Russian', 'Какая сегодня погода?'],
    ['Chinese', '今天天气怎么样？'],
    ['Japanese', '明日の天気は？'],
    ['Korean', '오늘 날씨 어때?'],
    ['a Chinese sum', '学校买了24盒铅笔，每盒12支，平均分给8个班，每个班分到多少支？'],
    ['another', '一本书有180页，小明每天看15页，几天能看完？'],
    ['a Japanese one', 'りんごが36個あります。4人で同じ数ずつ分けると、1人何個になりますか。'],
  ])('keeps everyday things small: %s', (_what, text) => {
    expect(tierOf(text)).toBe(0)
  })

  it.each([
    ['a short proof', 'Prove that there are infinitely many primes'],
    ['a proof', 'Prove that every finite group of prime order is cyclic, and that the converse fails.'],
    [
      'a design',
      'Design a distributed rate limiter that survives a network partition, compare three algorithms and prove a bound on the error of each.',
    ],
    [
      'debugging',
      'Our PostgreSQL replica falls behind only under load and then deadlocks. Here are the thread dumps, the kernel settings and the query plans. Diagnose the root cause and propose a fix without downtime.',
    ],
    [
      'an olympiad',
      'Find all functions f from the integers to the integers such that f(x+y) = f(x) + f(y) + 2xy for all integers x, y, and prove that there are no others.',
    ],
    ['German', 'Beweise, dass es unendlich viele Primzahlen der Form 4k+3 gibt, und begründe jeden Schritt.'],
    [
      'French',
      "Démontrez le théorème de Rolle puis l'inégalité des accroissements finis, et optimisez la constante.",
    ],
    [
      'Spanish',
      'Demuestra que la raíz de 2 es irracional y deduce una prueba general para todo entero primo.',
    ],
  ])('sends up what is plainly hard: %s', (_what, text) => {
    expect(tierOf(text)).toBeGreaterThan(0)
  })

  // The few questions of the training data that are not in English come from collections of hard ones.
  it.each([
    ['Chinese', '一本书有180页，小明每天看15页，几天能看完？'],
    ['Russian', 'В книге 180 страниц. Миша читает по 15 страниц в день. За сколько дней он её прочитает?'],
  ])('does not take a script for difficulty: %s', (_language, text) => {
    const english =
      'A book has 180 pages and Michael reads 15 pages a day. In how many days does he finish the book?'
    const powerful = (prompt: string) => judge.judge(prompt).probabilities[2]
    expect(powerful(text)).toBeLessThan(powerful(english) + 0.25)
  })

  it('says in words what speaks for its judgement', () => {
    const proof = judge.judge('Prove that there are infinitely many primes.').evidence
    expect(proof[0]).toMatchObject({ words: 'it asks for a proof' })
    expect(proof[0]?.weight).toBeGreaterThan(0)
    const joke = judge.judge('tell me a joke').evidence
    expect(joke.map(({ words }) => words)).toContain('it is short')
    expect(joke.every(({ weight }) => weight < 0)).toBe(true)
  })

  it('quotes words that tell something, and takes no program for a play', () => {
    const { evidence } = judge.judge('Write a Python script that renames files that are older than this one.')
    const words = evidence.map(each => each.words).join('; ')
    expect(words).not.toMatch(/story|“(?:that|with|than|this|write|code|python)”/)
  })

  it('never says of a text what is not there', () => {
    const said = judge.judge('what a lovely day').evidence.map(({ words }) => words)
    expect(said.filter(words => /code|formulas|proof|list|long/.test(words))).toEqual([])
  })
})

describe('any text at all', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc
      .array(fc.constantFrom('prove ', '\0', '\ud800', '\udc00', '😀', 'İ', '\n', '```', '证明', '$x$', '?'))
      .map(parts => parts.join('')),
  )

  it('is judged, the same each time, with chances that sum to 1 and evidence in order', () => {
    fc.assert(
      fc.property(texts, text => {
        const { probabilities, evidence, form } = judge.judge(text)
        expect(probabilities.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9)
        for (const chance of probabilities) expect(chance).toBeGreaterThanOrEqual(0)
        const weights = evidence.map(({ weight }) => Math.abs(weight))
        expect(weights).toEqual(weights.toSorted((a, b) => b - a))
        expect(evidence.length).toBeLessThanOrEqual(5)
        expect(createTextJudge().judge(text)).toEqual({ probabilities, evidence, form })
      }),
    )
  })

  it.each([
    'a',
    ' ',
    '\n',
    '\t\n',
    'let ',
    '[{(',
    '} ',
    '<a',
    '$a ',
    '1  ',
    '- ',
    '\\a',
    '{a',
    'prove ',
    '证',
    '\ud800',
  ])('costs no more than its bound allows: %j without end', unit => {
    const of = (length: number) => unit.repeat(Math.ceil(length / unit.length))
    const [half, whole, endless] = [of(2900), of(5800), of(1_000_000)]
    const small = bestTime(() => judge.judge(half))
    // Twice the text: 2 for linear work, 4 for quadratic. Below 4 ms the clock says little on a busy machine.
    expect(bestTime(() => judge.judge(whole))).toBeLessThan(Math.max(4, 3.2 * small))
    expect(bestTime(() => judge.judge(endless))).toBeLessThan(Math.max(8, 6 * small))
  })

  it('is looked at where a long text begins and where it ends', () => {
    const filler = 'The quick brown fox is at the lake today. '.repeat(500)
    const task = 'Prove the theorem rigorously and derive the optimal bound.'
    const more = (text: string) => 1 - judge.judge(text).probabilities[0]
    expect(more(`${task}\n${filler}`)).toBeGreaterThan(more(filler))
    expect(more(`${filler}\n${task}`)).toBeGreaterThan(more(filler))
  })
})

it('the file of the model is smaller than a megabyte', () => {
  expect(statSync(join(import.meta.dirname, 'tier-model.json')).size).toBeLessThan(1_000_000)
})
