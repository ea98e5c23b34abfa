import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isHarombeError } from '../../../../shared/errors'
import { callTool, run } from '../testing/call-tool'
import { buildFileHouse, type FileHouse } from './testing/file-house'

let house: FileHouse
let swapper: Worker | null = null
beforeEach(() => {
  house = buildFileHouse()
})
afterEach(async () => {
  await swapper?.terminate()
  house.remove()
})

/**
 * Turns `swing` into a link that leads out of the workspace and back into a folder, at moments nobody knows: at once, or some
 * milliseconds later.
 */
async function startSwapping(): Promise<void> {
  const script = `
    const { renameSync, symlinkSync, rmSync } = require('node:fs')
    const { parentPort, workerData: { from, to } } = require('node:worker_threads')
    const still = new Int32Array(new SharedArrayBuffer(4))
    const rest = () => Atomics.wait(still, 0, 0, Math.random() < 0.3 ? 0 : Math.random() * 8)
    parentPort.postMessage('started')
    for (;;) {
      try {
        renameSync(from, from + '-aside')
        symlinkSync(to, from)
        rest()
        rmSync(from)
        renameSync(from + '-aside', from)
        rest()
      } catch {}
    }`
  swapper = new Worker(script, {
    eval: true,
    workerData: { from: join(house.workspace, 'swing'), to: join(house.home, 'other') },
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  swapper.once('message', () => resolve())
  await promise
}

const rounds = 300

/** What `rounds` calls came to; every error but ours is a bug. */
async function tally(call: (round: number) => Promise<string>): Promise<Map<string, number>> {
  const outcomes = new Map<string, number>()
  for (let round = 0; round < rounds; round++) {
    const outcome = await call(round).catch(error => {
      if (isHarombeError(error)) return error.code
      throw error
    })
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  return outcomes
}

// Elsewhere a moment remains between looking and doing; docs/agent.md says so.
const itOnLinux = it.runIf(process.platform === 'linux')

itOnLinux('never reads what a link that is swapped in leads to', async () => {
  mkdirSync(join(house.workspace, 'swing'))
  house.put('home/harombe/swing/file.txt', 'inside\n')
  house.put('home/other/file.txt', 'OUTSIDE\n')
  await startSwapping()
  const outcomes = await tally(async () => {
    const plan = await house.tools.read.plan({ path: 'swing/file.txt' }, { run, workspace: house.workspace })
    // A person would be asked for what is seen to be outside.
    if (plan.asks) return 'asked'
    const { text } = await plan.run({
      run,
      workspace: house.workspace,
      signal: new AbortController().signal,
      onOutput: () => {},
    })
    return text.includes('OUTSIDE') ? 'escaped' : 'inside'
  })
  expect(outcomes.get('escaped')).toBeUndefined()
  // The race was one: both sides of it were met.
  expect(outcomes.get('inside')).toBeGreaterThan(0)
  expect(outcomes.size).toBeGreaterThan(1)
})

itOnLinux('never writes through a link that is swapped in', async () => {
  mkdirSync(join(house.workspace, 'swing'))
  await startSwapping()
  const before = readdirSync(join(house.home, 'other'))
  const outcomes = await tally(async round => {
    const { tools, workspace } = house
    const path = `swing/new-${round}/file.txt`
    const plan = await tools.write.plan({ path, content: 'mine' }, { run, workspace })
    if (!plan.exact.startsWith(workspace)) return 'asked for outside'
    await plan.run({
      run,
      workspace,
      signal: new AbortController().signal,
      onOutput: () => {},
    })
    return 'inside'
  })
  expect(readdirSync(join(house.home, 'other'))).toEqual(before)
  expect(outcomes.get('inside')).toBeGreaterThan(0)
  expect(outcomes.size).toBeGreaterThan(1)
})

itOnLinux('refuses a path that leads elsewhere than it did when it was approved', async () => {
  const outcome = callTool(
    house.tools.write,
    { path: 'deep/er/new.txt', content: 'mine' },
    {
      workspace: house.workspace,
      meanwhile() {
        renameSync(join(house.workspace, 'deep'), join(house.workspace, 'aside'))
        mkdirSync(join(house.workspace, 'trap/er'), { recursive: true })
        symlinkSync('trap', join(house.workspace, 'deep'))
      },
    },
  )
  await expect(outcome).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(readdirSync(join(house.workspace, 'trap/er'))).toEqual([])
})

itOnLinux('writes nothing into a file that changed after it was approved', async () => {
  const outcome = callTool(
    house.tools.write,
    { path: 'notes.md', content: 'mine' },
    { workspace: house.workspace, meanwhile: () => house.put('home/harombe/notes.md', 'somebody else’s') },
  )
  await expect(outcome).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(readFileSync(join(house.workspace, 'notes.md'), 'utf8')).toBe('somebody else’s')
  expect(readdirSync(house.workspace).filter(name => name.endsWith('.tmp'))).toEqual([])
})
