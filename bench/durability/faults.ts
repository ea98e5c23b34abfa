import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readLock } from '../../src/core/config/directory-lock'
import { openCoordinatorSocket } from '../../src/core/coordinator-socket'
import type { HarombeClient, HarombeContract } from '../../src/shared/contract'
import type { Message } from '../../src/shared/entities'
import { createRpcClient } from '../../src/shared/rpc/client'
import { createWebSocketChannel } from '../../src/shared/rpc/websocket-channel'
import { takeSnapshot } from './disk'
import { toolQuestion } from './model-server'
import { type CoordinatorProcess, startCoordinator } from './process'
import { writeConfig } from './write-config'

/** What became of one trouble with the disk, as reliability.md R18 asks for it. */
export interface FaultOutcome {
  fault: string
  /** Why it could not be made here; null: it was. */
  skipped: string | null
  /** In words; empty: everything was as it should be. */
  broken: string[]
}

interface Stage {
  client: HarombeClient
  directory: string
  child: CoordinatorProcess
}

export interface Fault {
  name: string
  /** How the data directory is made; null when it cannot be here. */
  prepare(directory: string): string | null
  begin(directory: string): Promise<() => Promise<void>>
  /** How long it lasts. */
  lastsMs: number
  /** Tools run meanwhile; where not even their audit can be written, they must not. */
  runsTools: boolean
}

const diskBytes = 8 * 1024 * 1024

/** A disk of its own, so that it can be filled and made read-only. Linux, as root. */
function mountSmallDisk(directory: string): string | null {
  const { status, stderr, error } = spawnSync(
    'mount',
    ['-t', 'tmpfs', '-o', `size=${diskBytes},mode=0700`, 'none', directory],
    { encoding: 'utf8' },
  )
  return status === 0 ? null : (error?.message ?? stderr.trim())
}

async function fillDisk(directory: string) {
  const path = join(directory, 'others.bin')
  const file = openSync(path, 'w')
  for (const size of [65_536, 4096, 512]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size, 1))
    } catch {
      // Full for pieces of this size.
    }
  }
  closeSync(file)
  return async () => rmSync(path)
}

/** Another program that holds the file. */
async function lockFile(directory: string) {
  const program = `
    const Database = require('better-sqlite3')
    const connection = new Database(${JSON.stringify(join(directory, 'memory.db'))}, { timeout: 5000 })
    connection.exec('BEGIN IMMEDIATE')
    process.stdout.write('held')
    process.stdin.resume()
    process.stdin.on('end', () => { connection.exec('ROLLBACK'); connection.close() })`
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  return async () => {
    child.stdin.end()
    await ended
  }
}

export const faults: readonly Fault[] = [
  { name: 'disk full', prepare: mountSmallDisk, begin: fillDisk, lastsMs: 8_000, runsTools: false },
  {
    name: 'file locked by another program',
    prepare: () => null,
    begin: lockFile,
    lastsMs: 30_000,
    runsTools: true,
  },
]

async function ask({ client }: Stage, text: string): Promise<{ message: Message; saved: boolean }> {
  const { answer } = await client.call('chat.sendMessage', { text })
  for await (const event of client.stream('chat.watchAnswer', { messageId: answer.id, fromSeq: 0 }))
    if (event.type === 'finished') return { message: event.message, saved: event.saved }
  throw new Error('The answer had no end.')
}

async function attend({ client }: Stage): Promise<void> {
  for await (const waiting of client.stream('agent.watchApprovals', {}))
    for (const { id, digest } of waiting)
      client.call('agent.decideApproval', { id, digest, approve: true }).catch(() => undefined)
}

const storageProblem = async ({ client }: Stage) => (await client.call('system.getInfo', {})).storageProblem

async function until(isTrue: () => Promise<boolean>, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms
  while (performance.now() < deadline) {
    if (await isTrue()) return true
    await sleep(200)
  }
  return false
}

async function goThrough(stage: Stage, fault: Fault, mark: string): Promise<string[]> {
  const broken: string[] = []
  const expect = (isTrue: boolean, what: string) => {
    if (!isTrue) broken.push(what)
  }
  void attend(stage).catch(() => undefined)
  const before = await ask(stage, `Before ${mark}`)
  expect(before.saved, 'an answer before it was not saved')
  const end = await fault.begin(stage.directory)
  const from = performance.now()
  const during: Message[] = []
  // The first may still find room in what the file has already.
  for (let count = 0; count < 4 || performance.now() - from < fault.lastsMs; count++) {
    const text =
      count === 1 ? toolQuestion(`canary-${mark}`) : `During ${mark} ${count} ${'long '.repeat(4000)}`
    const { message } = await ask(stage, text)
    expect(message.state === 'complete', `${text.slice(0, 40)} ended as ${message.state}`)
    if (count === 1) {
      const states = message.steps?.flatMap(({ calls }) => calls.map(({ state }) => state)) ?? []
      const wanted = fault.runsTools ? 'done' : 'failed'
      expect(states.includes(wanted), `the tool's call is ${states.join(', ') || 'not there'}, not ${wanted}`)
    }
    during.push(message)
  }
  expect((await storageProblem(stage)) !== null, 'nothing said that it is not saved')
  await end()
  expect(
    await until(async () => (await storageProblem(stage)) === null, 15_000),
    'it was not saved afterwards',
  )
  const after = await ask(stage, `After ${mark}`)
  expect(after.saved, 'an answer after it was not saved')
  await stage.child.kill()
  const snapshot = takeSnapshot(join(stage.directory, 'memory.db'))
  const { rows, integrity, doubled } = snapshot.read()
  snapshot.remove()
  expect(integrity === 'ok', `integrity_check: ${integrity}`)
  expect(doubled.length === 0, 'messages are there twice')
  const stored = new Map(rows.map(row => [row.id, row]))
  for (const { id, content } of [before.message, ...during, after.message])
    expect(stored.get(id)?.content === content, `${id} is not on the disk as it was shown`)
  return broken
}

/** Has answers and tools run while the disk refuses, and looks what is on it afterwards. */
export async function runFault(program: string, url: string, fault: Fault): Promise<FaultOutcome> {
  const root = mkdtempSync(join(tmpdir(), 'harombe-fault-'))
  const directory = join(root, 'data')
  const workspace = join(root, 'workspace')
  for (const each of [directory, workspace]) mkdirSync(each)
  const skipped = fault.prepare(directory)
  const remove = () => {
    spawnSync('umount', [directory], { stdio: 'ignore' })
    rmSync(root, { recursive: true, force: true })
  }
  if (skipped !== null) {
    remove()
    return { fault: fault.name, skipped, broken: [] }
  }
  writeConfig(directory, { workspace, url })
  const child = startCoordinator(program, directory)
  try {
    const endpoint = await child.ready
    if (endpoint === null) throw new Error('The coordinator ended by itself while it started.')
    const lock = await readLock(directory)
    const socket = await openCoordinatorSocket(endpoint, lock?.token ?? '')
    const client = createRpcClient<HarombeContract>(createWebSocketChannel(socket))
    const broken = await goThrough({ client, directory, child }, fault, fault.name.replaceAll(' ', '-'))
    client.close()
    return { fault: fault.name, skipped: null, broken }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { fault: fault.name, skipped: null, broken: [reason] }
  } finally {
    await child.kill()
    remove()
  }
}
