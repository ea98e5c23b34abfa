import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'undici'
import { percentile, type Row, row } from './measure'

const clients = 32
const rounds = 7
const requestsPerRound = 1000
/** By then the compiler, whose work counts as the process's own, is done with what every request runs through. */
const warmUp = 4000
const firstChunkSamples = 300

const children: ChildProcess[] = []

async function start(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ line: string; pid: number }> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  children.push(child)
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', data => resolve(String(data).trim()))
    child.once('exit', code => reject(new Error(`${args.join(' ')} exited with ${code}`)))
  })
  return { line, pid: child.pid ?? 0 }
}

/** Resolves once it is gone: until then it may still write into its folder. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill()
  await once(child, 'exit')
}

/** Processor time of a process so far, milliseconds; Linux counts it in ticks of 10 ms. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

const body = JSON.stringify({
  model: 'auto',
  stream: true,
  messages: [{ role: 'user', content: 'What is the capital of Peru?' }],
})

async function ask(pool: Pool): Promise<number> {
  const startedAt = performance.now()
  let firstAt = 0
  let ended = ''
  const { body: answer } = await pool.request({
    path: '/v1/chat/completions',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  for await (const chunk of answer) {
    if (firstAt === 0) firstAt = performance.now()
    ended = String(chunk)
  }
  if (!ended.includes('[DONE]')) throw new Error(`an answer did not end: ${ended}`)
  return firstAt - startedAt
}

async function load(port: number, count: number, parallel: number): Promise<number[]> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: parallel })
  const samples: number[] = []
  let left = count
  const client = async () => {
    while (left > 0) {
      left -= 1
      samples.push(await ask(pool))
    }
  }
  await Promise.all(Array.from({ length: parallel }, client))
  await pool.close()
  return samples
}

interface Proxy {
  port: number
  pid: number
}

async function cpuOfRound({ port, pid }: Proxy): Promise<number> {
  const before = processorMs(pid)
  await load(port, requestsPerRound, clients)
  return ((processorMs(pid) - before) * 1000) / requestsPerRound
}

/**
 * Microseconds of processor time a request costs each of the two: medians of rounds that take turns, because the cost of
 * copying depends on how much of an answer has arrived by the time it is read, and so on what else the machine does.
 */
async function compareCpu(floor: Proxy, ours: Proxy): Promise<{ floor: number; ours: number }> {
  for (const { port } of [floor, ours]) await load(port, warmUp, clients)
  const samples = { floor: [] as number[], ours: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    samples.floor.push(await cpuOfRound(floor))
    samples.ours.push(await cpuOfRound(ours))
  }
  return { floor: percentile(samples.floor, 0.5), ours: percentile(samples.ours, 0.5) }
}

/** The whole path of a streamed answer (64 chunks, 32 clients) beside a bare proxy over the same backend. Linux only. */
export async function benchRelay(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), 'harombe-bench-'))
  try {
    const root = process.cwd()
    const upstream = await start([join(root, 'bench/children/upstream.mjs')])
    const bare = await start([join(root, 'bench/children/bare-proxy.mjs'), upstream.line])
    writeFileSync(
      join(home, 'harombe.yaml'),
      `server: { port: 0 }\ncluster:\n  local: { enabled: false }\n  nodes:\n    - { name: bench, port: ${upstream.line}, host: 127.0.0.1, backend: openai, model: bench, tier: 0, slots: 64 }\n`,
    )
    const startedAt = performance.now()
    const harombe = await start([join(root, 'out/main/cli.js'), 'serve', '--json'], { HAROMBE_HOME: home })
    const { endpoint } = JSON.parse(harombe.line) as { endpoint: string }
    const port = Number(new URL(endpoint).port)
    await load(port, 1, 1)
    const startMs = performance.now() - startedAt

    const cpu = await compareCpu({ port: Number(bare.line), pid: bare.pid }, { port, pid: harombe.pid })
    // Only now are all of them warm, the client and the backend too.
    const direct = await load(Number(upstream.line), firstChunkSamples, 1)
    const firstChunks = await load(port, firstChunkSamples, 1)
    const added = (share: number) => percentile(firstChunks, share) - percentile(direct, share)
    return [
      row('start to first answer, one process', startMs, 'ms', 1000),
      row('bare node:http + undici, stream, CPU a request', cpu.floor, 'µs'),
      row('harombe, stream, CPU a request', cpu.ours, 'µs'),
      row('harombe ÷ bare', cpu.ours / cpu.floor, '×', 1.6),
      row('first chunk added, 1 client, p50', added(0.5), 'ms', 1),
      row('first chunk added, 1 client, p99', added(0.99), 'ms', 4),
    ]
  } finally {
    await Promise.all(children.splice(0).map(stop))
    rmSync(home, { recursive: true, force: true })
  }
}
