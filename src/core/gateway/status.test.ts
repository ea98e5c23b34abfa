import { afterEach, expect, it } from 'vitest'
import { createFakeCluster, nodeView } from './testing/fake-cluster'
import { authToken, type StartedGateway, startGateway } from './testing/start-gateway'

let gateway: StartedGateway
afterEach(() => gateway?.stop())

it('serves figures to people and to Prometheus', async () => {
  gateway = await startGateway()
  const get = async (accept: string) => await fetch(`${gateway.endpoint}/metrics`, { headers: { accept } })
  const prometheus =
    'application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1'
  const scraped = await get(prometheus)
  expect(scraped.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(await scraped.text()).toBe('harombe_up 1\n')
  for (const accept of ['*/*', 'text/html,application/xhtml+xml,*/*;q=0.8', 'application/json']) {
    expect(await (await get(accept)).json()).toMatchObject({
      nodes: { 'mac-mini': { total_requests: 10, failed_requests: 1, success_rate: 0.9, total_tokens: 300 } },
      cluster_summary: { total_nodes: 1, total_requests: 10, average_success_rate: 0.9 },
    })
  }
  const status = await (await fetch(`${gateway.endpoint}/cluster/status`)).json()
  expect(status).toMatchObject({
    nodes: [{ name: 'mac-mini', tier: 0, available: true, load: 0.5, latency_ms: 4 }],
  })
})

it('tells its memory to those who may read, and to nobody else', async () => {
  gateway = await startGateway({
    server: { require_token: true },
    resolvedAuthToken: authToken,
    memory: () => ({ vramBytes: 24, ramBytes: 64 }),
  })
  const health = async (headers: Record<string, string>) =>
    (await fetch(`${gateway.endpoint}/health`, { headers })).json()
  expect(await health({ authorization: `Bearer ${authToken}` })).toMatchObject({
    memory: { vram_bytes: 24, ram_bytes: 64 },
  })
  expect(await health({})).toEqual({ status: 'healthy' })
})

it('tells peers the slots of its servers, each once whatever the number of its nodes', async () => {
  const nodes = [
    nodeView({ slots: 2 }),
    nodeView({ name: 'large', tier: 2, url: 'http://localhost:11434/', slots: 3 }),
    nodeView({ name: 'tower', url: 'http://tower:11434', slots: 4 }),
  ]
  gateway = await startGateway({ fake: createFakeCluster(nodes) })
  expect(await (await fetch(`${gateway.endpoint}/health`)).json()).toMatchObject({ slots: 7 })
})
