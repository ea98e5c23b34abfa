import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readLock } from '../../src/core/config/directory-lock'
import { openCoordinatorSocket } from '../../src/core/coordinator-socket'
import type { HarombeContract } from '../../src/shared/contract'
import { createRpcClient } from '../../src/shared/rpc/client'
import { createWebSocketChannel } from '../../src/shared/rpc/websocket-channel'
import { createRandom } from '../chaos/random'
import { takeSnapshot } from './disk'
import { type Asked, createLedger } from './ledger'
import { startCoordinator } from './process'
import type { Tally } from './tally'
import { startUsers } from './users'
import { verifyCanary, verifyDisk, verifyRound, verifyShown } from './verify'
import { writeConfig } from './write-config'

export interface LaneOptions {
  program: string
  /** Of the model server. */
  url: string
  seed: number
  rounds: number
  users: number
  tally: Tally
  onRound(): void
}

/** So many rounds of a hundred end before the coordinator is up. */
const startingPercent = 10
const longestStartMs = 400
const shortestTalkMs = 30
const longestTalkMs = 1200
/** A signal takes a moment until every thread stands still. */
const freezeMs = 15

interface Place {
  root: string
  /** What harombe keeps; tools are kept out of it. */
  directory: string
  workspace: string
}

function prepare({ url }: LaneOptions): Place {
  const root = mkdtempSync(join(tmpdir(), 'harombe-durability-'))
  const directory = join(root, 'data')
  const workspace = join(root, 'workspace')
  for (const each of [directory, workspace]) mkdirSync(each)
  writeConfig(directory, { workspace, url })
  return { root, directory, workspace }
}

/** One data directory whose coordinator is started and killed over and over. */
export async function runLane(options: LaneOptions): Promise<void> {
  const { program, seed, rounds, users, tally } = options
  const random = createRandom(seed)
  const { root, directory, workspace } = prepare(options)
  const database = join(directory, 'memory.db')
  const canary = join(workspace, 'canary.txt')
  const ledger = createLedger()
  let words = 0
  const createWord = () => `w${seed}x${words++}`
  let toShow: readonly Asked[] = []

  async function connect(endpoint: string) {
    const lock = await readLock(directory)
    const socket = await openCoordinatorSocket(endpoint, lock?.token ?? '')
    return createRpcClient<HarombeContract>(createWebSocketChannel(socket))
  }

  /** @returns when it was killed */
  async function talkAndKill(): Promise<number> {
    const child = startCoordinator(program, directory)
    if (random() * 100 < startingPercent) {
      await sleep(random() * longestStartMs)
      await child.kill()
      tally.killedWhileStarting += 1
      return performance.now()
    }
    const endpoint = await child.ready
    if (endpoint === null) throw new Error('The coordinator ended by itself while it started.')
    tally.readyMs.push(performance.now() - child.startedAt)
    const client = await connect(endpoint)
    await verifyShown(client, toShow, tally)
    const talking = startUsers({ client, ledger, random, createWord, count: users })
    const talkMs = shortestTalkMs + random() * (longestTalkMs - shortestTalkMs)
    const frozenAfter = talkMs * random()
    await sleep(frozenAfter)
    child.stop()
    const frozenAt = performance.now()
    await sleep(freezeMs)
    const snapshot = takeSnapshot(database)
    child.resume()
    await sleep(talkMs - frozenAfter)
    // Whatever reaches us from here on was sent before.
    const killedAt = performance.now()
    await child.kill()
    await talking
    client.close()
    verifyDisk(snapshot.read(), ledger, frozenAt, tally)
    const cut = snapshot.read({ cutLog: random() })
    if (cut.integrity !== 'ok') tally.damaged.push(`with its log cut off: ${cut.integrity}`)
    tally.doubled.push(...cut.doubled)
    snapshot.remove()
    tally.snapshots += 1
    return killedAt
  }

  /** What is shown of the last round. */
  async function lookAgain(): Promise<void> {
    const child = startCoordinator(program, directory)
    const endpoint = await child.ready
    if (endpoint === null) throw new Error('The coordinator ended by itself while it started.')
    const client = await connect(endpoint)
    await verifyShown(client, toShow, tally)
    client.close()
    await child.kill()
  }

  try {
    for (let round = 0; round < rounds; round++) {
      ledger.startRound()
      const killedAt = await talkAndKill()
      const snapshot = takeSnapshot(database)
      const state = snapshot.read()
      snapshot.remove()
      verifyDisk(state, ledger, Number.POSITIVE_INFINITY, tally)
      verifyRound(state, ledger, killedAt, tally)
      const said = ledger.ofRound()
      if (said.length > 0) toShow = said.filter(({ acknowledgedAt }) => acknowledgedAt !== null)
      if (round === rounds - 1) verifyCanary(canary, state, ledger, tally)
      tally.rounds += 1
      options.onRound()
    }
    await lookAgain()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
