import { expect, it } from 'vitest'
import { oracleText } from './oracle-text'
import { createSimulator } from './testing/simulate'
import type { SimulatedEnd } from './types'

const simulate = createSimulator()

const ask = (url: string, prompt: string, signal?: AbortSignal) =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: prompt }] }),
    ...(signal === undefined ? {} : { signal }),
  })

function textOf(events: string): string {
  const chunks = events.split('\n\n').filter(event => event.startsWith('data: {"id"'))
  return chunks.map(chunk => JSON.parse(chunk.slice(6)).choices[0]?.delta.content ?? '').join('')
}

it('breaks the answers being spoken and no later one, and tells how each ended', async () => {
  const ended: SimulatedEnd[] = []
  const { server, url } = await simulate('openai', {
    model: 'm',
    text: 'oracle',
    tokensPerSecond: 50,
    onEnded: end => ended.push(end),
  })
  const response = await ask(url, 'long [500 tokens]')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = (await reader?.read())?.value ?? ''
  server.breakRunning('error')
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) text += part.value
  expect(text).toContain('simulated failure')
  expect(text).not.toContain('[DONE]')
  expect(oracleText('long [500 tokens]')).toContain(textOf(text))

  const whole = await (await ask(url, 'later [3 tokens]')).text()
  expect(textOf(whole)).toBe(oracleText('later [3 tokens]'))
  expect(whole).toContain('[DONE]')

  const leaving = new AbortController()
  const left = await ask(url, 'left [500 tokens]', leaving.signal)
  await left.body?.getReader().read()
  leaving.abort()
  await expect
    .poll(() => ended.map(({ prompt, outcome }) => `${prompt}: ${outcome}`))
    .toEqual(['long [500 tokens]: failed', 'later [3 tokens]: completed', 'left [500 tokens]: cancelled'])
})
