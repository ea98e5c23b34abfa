import { expect, it } from 'vitest'
import { oracleRest, oracleText, oracleTokens } from './oracle-text'
import { planAnswer } from './plan-answer'
import type { Question } from './question'
import { question } from './testing/question'
import { defaultBehaviour } from './types'

const asked = (prompt: string, begun?: string) =>
  question({
    messages: [
      { role: 'system', content: 'Be brief.', images: [] },
      { role: 'user', content: prompt, images: [] },
      ...(begun === undefined ? [] : [{ role: 'assistant', content: begun, images: [] }]),
    ],
    continues: begun !== undefined,
  })
const said = (of: Question) =>
  planAnswer(of, { ...defaultBehaviour, text: 'oracle' }).parts.map(part =>
    part.type === 'text' ? part.text : '?',
  )

it('depends on nothing but the prompt', () => {
  expect(said(asked('stream 7'))).toEqual(oracleTokens('stream 7'))
  expect(said({ ...asked('stream 7'), model: 'another' })).toEqual(oracleTokens('stream 7'))
  expect(oracleText('stream 7')).not.toBe(oracleText('stream 8'))
  const lengths = new Set(Array.from({ length: 50 }, (_, index) => oracleTokens(`stream ${index}`).length))
  expect(lengths.size).toBeGreaterThan(10)
})

it('never says the same at two places, so that a lost or doubled token shows', () => {
  const tokens = oracleTokens('long [2000 tokens]')
  expect(tokens).toHaveLength(2000)
  expect(new Set(tokens).size).toBe(2000)
})

it('says as much as the prompt asks for', () => {
  const tokens = oracleTokens('much [3 tokens of 500 bytes]')
  expect(tokens.map(token => token.length)).toEqual([500, 500, 500])
})

it('goes on where an answer of its own was broken off', () => {
  const tokens = oracleTokens('stream 7')
  const begun = tokens.slice(0, 9).join('')
  expect(said(asked('stream 7', begun))).toEqual(tokens.slice(9))
  expect(oracleRest('stream 7', oracleText('stream 7'))).toEqual([])
  expect(oracleRest('stream 7', 'something else')).toEqual(tokens)
})
