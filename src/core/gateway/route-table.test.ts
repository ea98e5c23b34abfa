import { afterEach, describe, expect, it } from 'vitest'
import { renderApiDocs } from './api-docs'
import { routes } from './route-table'
import { sendLines } from './testing/raw-http'
import { adminToken, authToken, type StartedGateway, startGateway } from './testing/start-gateway'

let gateway: StartedGateway
afterEach(() => gateway?.stop())

/** What a caller with nothing to show gets, on a listener that makes no exemption. */
const unauthenticated: Readonly<Record<string, number>> = {
  'GET /health': 200,
  'GET /session': 200,
  'POST /session': 400,
  'DELETE /session': 200,
  'GET /schema/harombe.json': 200,
  'GET /': 200,
  'GET /*': 404,
}

const sample = (path: string) => path.replace('*', 'sample')

function ask(method: string, path: string, ...lines: string[]) {
  const body = method === 'POST' ? '{}' : ''
  return sendLines(
    gateway.port,
    `${method} ${sample(path)} HTTP/1.1`,
    [
      `Host: 127.0.0.1:${gateway.port}`,
      ...(method === 'POST' ? ['Content-Type: application/json', 'Content-Length: 2'] : []),
      ...lines,
    ],
    body,
  )
}

/** Anthropic's errors carry an id of the request, and nothing else that differs. */
const withoutId = (body: string) => body.replace(/"request_id":"[^"]*"/, '"request_id":""')

/** Answers of a route that let the caller in, whatever it made of the empty request. 405, 501: not offered, see its row. */
const letIn = [200, 400, 404, 405, 501]

const bearer = (token: string) => `Authorization: Bearer ${token}`

describe('every route of the table', () => {
  it('answers 401, the same 401, to whoever shows nothing or something wrong', async () => {
    gateway = await startGateway({
      server: { require_token: true },
      resolvedAuthToken: authToken,
      limits: { failedLogins: 10_000 },
    })
    for (const { method, path } of routes) {
      const expected = unauthenticated[`${method} ${path}`] ?? 401
      const answers = [
        await ask(method, path),
        await ask(method, path, bearer('wrong')),
        await ask(method, path, 'X-Api-Key: wrong'),
        await ask(method, path, 'Authorization: Basic dTpw'),
        await ask(method, path, 'Cookie: harombe_session=wrong'),
      ]
      expect(
        answers.map(answer => answer.status),
        `${method} ${path}`,
      ).toEqual(answers.map(() => expected))
      if (expected !== 401) continue
      const bodies = new Set(answers.map(answer => withoutId(answer.body)))
      expect(bodies.size, `${method} ${path}`).toBe(1)
      expect(answers[0]?.headers['www-authenticate']).toBe('Bearer realm="harombe"')
    }
    expect((await ask('GET', '/health')).body).toBe('{"status":"healthy"}')
    expect((await ask('GET', '/health', bearer(authToken))).body).toContain('1.2.3')
  })

  it('lets an API token have answers and status, and nothing else', async () => {
    gateway = await startGateway({ server: { require_token: true }, resolvedAuthToken: authToken })
    for (const { method, path, scope } of routes) {
      const { status } = await ask(method, path, bearer(authToken))
      if (scope === 'contract' || scope === 'manage') expect(status, path).toBe(403)
      else expect(letIn, `${method} ${path}`).toContain(status)
    }
  })

  it('is open to programs of this machine only where it says drop-in', async () => {
    gateway = await startGateway()
    for (const { method, path, access } of routes) {
      const { status } = await ask(method, path)
      if (access === 'session') expect(status, path).toBe(401)
      else expect(letIn, `${method} ${path}`).toContain(status)
    }
  })

  it('shuts an address out after ten wrong tokens, but not the admin', async () => {
    gateway = await startGateway({ server: { require_token: true }, resolvedAuthToken: authToken })
    for (let count = 0; count < 10; count++) {
      expect((await ask('GET', '/metrics', bearer(`wrong-${count}`))).status).toBe(401)
    }
    const refused = await ask('GET', '/metrics', bearer(authToken))
    expect(refused.status).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await ask('GET', '/metrics', bearer(adminToken))).status).toBe(200)
  })

  it('is described in docs/api.md; run `npx vitest run src/core/gateway/route-table.test.ts -u` after a change', async () => {
    await expect(renderApiDocs(routes)).toMatchFileSnapshot('../../../docs/api.md')
  })

  it('limits how often codes can be tried', async () => {
    gateway = await startGateway({ limits: { failedLogins: 10_000 } })
    const statuses: number[] = []
    for (let count = 0; count < 31; count++) statuses.push((await ask('POST', '/session')).status)
    expect(statuses.filter(status => status === 400)).toHaveLength(30)
    expect(statuses.at(-1)).toBe(429)
  })
})
