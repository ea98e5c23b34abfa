import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLock } from '../src/core/config/directory-lock'
import { openCoordinatorSocket } from '../src/core/coordinator-socket'
import type { HarombeClient, HarombeContract } from '../src/shared/contract'
import { createRpcClient } from '../src/shared/rpc/client'
import { createWebSocketChannel } from '../src/shared/rpc/websocket-channel'
import { startCoordinator } from './durability/process'
import { bundleCoordinator } from './durability/programs'
import { percentile, type Row, row } from './measure'
import { longChat, writeMemory } from './memory-data'

const messages = 100_000
const longest = 10_000
const searchBarMs = 50
const openBarMs = 100
const repeats = 12

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

async function repeated(work: () => Promise<unknown>): Promise<number[]> {
  // The first one finds an empty cache, and the thread not started; people search more than once.
  await work()
  const samples: number[] = []
  for (let count = 0; count < repeats; count++) samples.push(await timed(work))
  return samples
}

async function measure(client: HarombeClient, words: readonly string[]): Promise<Row[]> {
  const word = (place: number) => words[place] ?? ''
  const queries = [
    ['the commonest word of all', word(0)],
    ['a common word', word(30)],
    ['a word in some hundred messages', word(1500)],
    ['a rare word', word(25_000)],
    ['two common words', `${word(0)} ${word(12)}`],
    ['four words', `${word(40)} ${word(15)} ${word(60)} ${word(3)}`],
    ['two letters, while typing', 'ka'],
    ['nothing that is there', 'zyxwv'],
    ['in one long chat', word(30), longChat],
  ] as const
  const rows: Row[] = []
  const all: number[] = []
  for (const [what, query, conversationId] of queries) {
    const samples = await repeated(() =>
      client.call('memory.search', { query, ...(conversationId === undefined ? {} : { conversationId }) }),
    )
    all.push(...samples)
    rows.push(
      row(
        `search ${messages.toLocaleString('en')} messages: ${what}, p50`,
        percentile(samples, 0.5),
        'ms',
        searchBarMs,
      ),
    )
  }
  rows.push(row('… all of these, p95', percentile(all, 0.95), 'ms', searchBarMs))
  const opened = await repeated(() => client.call('chat.getConversation', { id: longChat }))
  rows.push(
    row(
      `open a chat of ${longest.toLocaleString('en')} messages, p50`,
      percentile(opened, 0.5),
      'ms',
      openBarMs,
    ),
  )
  rows.push(row('… p95', percentile(opened, 0.95), 'ms', openBarMs))
  return rows
}

/** Searching and opening, as a window sees it: over the contract, from another process. */
export async function benchMemory(): Promise<Row[]> {
  const root = mkdtempSync(join(tmpdir(), 'harombe-bench-'))
  const directory = join(root, 'data')
  mkdirSync(directory)
  const { words } = writeMemory(join(directory, 'memory.db'), messages, longest)
  writeFileSync(
    join(directory, 'harombe.yaml'),
    JSON.stringify({
      server: { port: 0 },
      cluster: { local: { enabled: false }, discovery: { enabled: false } },
    }),
  )
  const program = await bundleCoordinator()
  const coordinator = startCoordinator(program.path, directory)
  try {
    const endpoint = await coordinator.ready
    if (endpoint === null) throw new Error('The coordinator ended while it started.')
    const lock = await readLock(directory)
    const socket = await openCoordinatorSocket(endpoint, lock?.token ?? '')
    const client = createRpcClient<HarombeContract>(createWebSocketChannel(socket))
    const rows = await measure(client, words)
    client.close()
    return rows
  } finally {
    await coordinator.kill()
    program.remove()
    rmSync(root, { recursive: true, force: true })
  }
}
