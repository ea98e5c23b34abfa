import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  connectTwoHosts,
  type Host,
  type TwoHosts,
} from '../core/coordination/discovery/testing/network-namespaces'
import { discoveryState } from '../shared/entities'

const cliPath = join(import.meta.dirname, '..', '..', 'out', 'main', 'cli.js')

const configuration = (host: string, port: number) => `
server: { host: ${host}, port: ${port}, auth_token: for-this-test-alone, insecure_http: true }
cluster:
  local: { enabled: false }
  discovery: { method: mdns, use_discovered: true }
`

/** Two built harombes on two network stacks. Where those cannot be had, the tests say why they did not run. */
describe('two harombes in one network', () => {
  let net: TwoHosts | null = null
  let reason = ''
  const homes = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'harombe-two-')))
  const running: ChildProcess[] = []

  const command = (host: Host, home: string, ...args: string[]) => {
    if (net === null) throw new Error(reason)
    return net.run(host, process.execPath, [cliPath, ...args, '--json'], {
      HAROMBE_HOME: home,
      NO_COLOR: '1',
    })
  }

  async function output(child: ChildProcess): Promise<{ code: number | null; said: unknown }> {
    let text = ''
    child.stdout?.on('data', chunk => {
      text += String(chunk)
    })
    const code = await new Promise<number | null>(resolve => child.once('close', resolve))
    return { code, said: JSON.parse(text) }
  }

  async function serve(host: Host, home: string, address: string, port: number): Promise<void> {
    writeFileSync(join(home, 'harombe.yaml'), configuration(address, port))
    const child = command(host, home, 'serve')
    running.push(child)
    if (child.stdout === null) throw new Error('It has no output.')
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout ?? process.stdin }).once('line', () => resolve())
      child.once('exit', code => reject(new Error(`harombe serve ended with ${code}`)))
    })
  }

  const discover = async (host: Host, home: string) =>
    discoveryState.parse((await output(command(host, home, 'cluster', 'discover'))).said)

  beforeAll(() => {
    const made = connectTwoHosts()
    net = made.net
    if (made.net !== null) return
    reason = made.reason
    // Not every reporter prints why a test skipped itself.
    console.warn(`skipped: ${reason}`)
  })

  afterAll(async () => {
    for (const child of running) {
      const ended = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    }
    net?.remove()
    for (const home of homes) rmSync(home, { recursive: true })
  })

  it('find each other, and ask nothing of one that wants a token', { timeout: 60_000 }, async context => {
    if (net === null) return context.skip(reason)
    const [a, b] = net.hosts
    const [homeA = '', homeB = ''] = homes
    await serve(a, homeA, '0.0.0.0', 8123)
    await serve(b, homeB, '0.0.0.0', 8124)
    await expect
      .poll(async () => (await discover(a, homeA)).nodes.map(({ url }) => url), { timeout: 15_000 })
      .toEqual([`http://${b.address}:8124`])
    const seen = await discover(b, homeB)
    expect(seen).toMatchObject({
      state: 'running',
      announcing: true,
      nodes: [{ url: `http://${a.address}:8123`, model: null, tier: null, knownAs: null }],
    })
    expect(seen.nodes[0]?.name).toMatch(/^harombe-[0-9a-f]{10}$/)
    const status = await output(command(a, homeA, 'cluster', 'status'))
    expect(JSON.stringify(status.said)).not.toContain(b.address)
  })

  it('hear from the doctor that multicast works and who answers', { timeout: 60_000 }, async context => {
    if (net === null) return context.skip(reason)
    const [a] = net.hosts
    const { said } = await output(command(a, homes[0] ?? '', 'doctor'))
    expect(said).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({
          check: 'network: multicast',
          verdict: 'ok',
          detail: 'Multicast works, and one other machine answers.',
        }),
        expect.objectContaining({
          check: 'network: listener',
          detail: `Others reach harombe at ${a.address}:8123.`,
        }),
      ]),
    })
  })

  it('stop looking and announcing when the file says so, and start again', {
    timeout: 60_000,
  }, async context => {
    if (net === null) return context.skip(reason)
    const [a, b] = net.hosts
    const [homeA = '', homeB = ''] = homes
    const file = join(homeB, 'harombe.yaml')
    writeFileSync(file, configuration('0.0.0.0', 8124).replace('method: mdns', 'method: explicit'))
    await expect.poll(async () => (await discover(b, homeB)).state, { timeout: 10_000 }).toBe('off')
    await expect.poll(async () => (await discover(a, homeA)).nodes, { timeout: 25_000 }).toEqual([])
    writeFileSync(file, configuration('0.0.0.0', 8124))
    await expect.poll(async () => (await discover(b, homeB)).nodes.length, { timeout: 15_000 }).toBe(1)
    await expect.poll(async () => (await discover(a, homeA)).nodes.length, { timeout: 15_000 }).toBe(1)
  })
})
