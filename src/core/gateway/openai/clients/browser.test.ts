import Anthropic from '@anthropic-ai/sdk'
import { Ollama } from 'ollama'
import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { authToken, startGateway } from '../../testing/start-gateway'

/** Every header a client sends, and the answer it gets. */
function watchedFetch() {
  const names = new Set<string>()
  const watched: typeof fetch = (input, init) => {
    for (const name of new Headers(init?.headers).keys()) names.add(name)
    return fetch(input, init)
  }
  return { names, fetch: watched }
}

/** Browsers ask about the others before they send them. */
const unasked = new Set(['accept', 'content-length', 'host', 'connection'])

it('lets a listed page use the clients as they are: a preflight allows every header they send', async () => {
  const origin = 'http://localhost:3000'
  const gateway = await startGateway({ resolvedAuthToken: authToken, server: { cors_origins: [origin] } })
  try {
    const { names, fetch: watched } = watchedFetch()
    const ollama = new Ollama({
      host: gateway.endpoint,
      fetch: watched,
      headers: { authorization: `Bearer ${authToken}` },
    })
    const common = { apiKey: authToken, maxRetries: 0, fetch: watched, dangerouslyAllowBrowser: true }
    const account = { organization: 'org', project: 'project' }
    const openai = new OpenAI({ ...common, ...account, baseURL: `${gateway.endpoint}/v1` })
    const anthropic = new Anthropic({ ...common, baseURL: gateway.endpoint })
    const messages = [{ role: 'user' as const, content: 'Hi' }]
    await openai.chat.completions.create({ model: 'auto', messages }, { timeout: 1000 })
    await openai.chat.completions.stream({ model: 'auto', messages }).finalChatCompletion()
    await openai.responses.stream({ model: 'auto', input: 'Hi' }).finalResponse()
    await ollama.chat({ model: 'auto', messages })
    await anthropic.messages.create({ model: 'auto', max_tokens: 9, messages })
    await anthropic.messages.stream({ model: 'auto', max_tokens: 9, messages }).finalMessage()

    const preflight = await fetch(`${gateway.endpoint}/v1/chat/completions`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })
    const allowed = (preflight.headers.get('access-control-allow-headers') ?? '').split(', ')
    expect([...names].filter(name => !unasked.has(name) && !allowed.includes(name))).toEqual([])
    expect(names.size).toBeGreaterThan(8)
    const readable = (preflight.headers.get('access-control-expose-headers') ?? '').split(', ')
    expect(readable).toEqual(expect.arrayContaining(['retry-after', 'x-should-retry', 'request-id']))
  } finally {
    await gateway.stop()
  }
})
