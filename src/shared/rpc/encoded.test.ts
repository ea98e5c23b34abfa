import { expect, it } from 'vitest'
import { z } from 'zod'
import { call } from '../contract/define'
import { createMemoryChannelPair } from './channel'
import { createRpcClient } from './client'
import { encodedAs, encodedJson } from './encoded'
import { createRouter, serveChannel } from './server'

const contract = {
  test: { big: call('read', z.object({}), z.object({ list: z.array(z.string()) })) },
}

it('is received as the value it is the JSON of', async () => {
  const list = ['"quoted"', 'a\u2028b', '漢字', '']
  const router = createRouter(contract, { test: { big: () => encodedAs(JSON.stringify({ list })) } })
  const [near, far] = createMemoryChannelPair()
  serveChannel(far, router, { kind: 'test', scopes: ['read'] }, { reportUnknown: String })
  const client = createRpcClient<typeof contract>(near)
  expect(await client.call('test.big', {})).toEqual({ list })
})

it('is not taken for one by what merely looks like it', () => {
  for (const value of [null, undefined, 7, 'text', {}, { json: '[]' }])
    expect(encodedJson(value)).toBeUndefined()
})
