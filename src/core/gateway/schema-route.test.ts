import { afterEach, expect, it } from 'vitest'
import { publishedSchemaText } from '../../shared/config/published-schema'
import { type StartedGateway, startGateway } from './testing/start-gateway'

let gateway: StartedGateway
afterEach(() => gateway?.stop())

it('gives an editor the schema without a token, and nothing when it has it already', async () => {
  gateway = await startGateway({
    server: { require_token: true },
    resolvedAuthToken: 'a-token-of-some-length',
  })
  const url = `http://127.0.0.1:${gateway.port}/schema/harombe.json`
  const first = await fetch(url)
  expect(first.headers.get('content-type')).toContain('json')
  expect(await first.text()).toBe(publishedSchemaText())
  const again = await fetch(url, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })
  expect(again.status).toBe(304)
  expect(await again.text()).toBe('')
})
