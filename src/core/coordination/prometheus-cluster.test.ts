import { afterEach, expect, it } from 'vitest'
import { createPrometheusExporter, type PrometheusExporter } from './prometheus'
import { createTestCluster, specOf, type TestCluster } from './testing/cluster'

let cluster: TestCluster
let exporter: PrometheusExporter

afterEach(async () => {
  exporter.stop()
  await cluster.manager.stop()
})

function begin(): void {
  cluster = createTestCluster()
  exporter = createPrometheusExporter(cluster.manager.view)
}

/** Without what changes by itself. */
const ofCluster = async () =>
  (await exporter.text())
    .split('\n')
    .filter(line => line.startsWith('harombe_'))
    .join('\n')

it('shows what the view shows, and forgets a node that was removed', async () => {
  begin()
  cluster.machines.add('mac')
  cluster.machines.add('dgx')
  await cluster.setNodes([specOf('mac'), specOf('dgx', { tier: 2, slots: 4 })])
  await cluster.ask()
  const text = await ofCluster()
  expect(text).toContain('harombe_node_up{node="mac",tier="0"} 1')
  expect(text).toContain('harombe_node_requests_total{node="mac",tier="0"} 1')
  expect(text).toContain('harombe_node_slots{node="dgx",tier="2"} 4')
  expect(text).toContain('harombe_answers_total 1')
  expect(text).toContain('harombe_tier_answers_total{tier="0"} 1')
  expect(text).not.toMatch(/first_token_seconds\{node="dgx"/)
  expect(await ofCluster(), 'asking twice adds nothing').toBe(text)
  await cluster.setNodes([specOf('dgx', { tier: 2 })])
  expect(await ofCluster()).not.toContain('node="mac"')
})

it('does not show a share of simple queries before there was one', async () => {
  begin()
  expect(await ofCluster()).not.toContain('harombe_simple_on_tier0_ratio')
})
