import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createUtilityProcessDouble } from './testing/double-utility-process'
import { startUtilityProcess } from './utility-process'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-utility-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

function start(program: string) {
  const entry = join(directory, 'program.mjs')
  writeFileSync(entry, program)
  const calls: unknown[][] = []
  const child = startUtilityProcess(
    createUtilityProcessDouble((...call) => calls.push(call)),
    entry,
  )
  const said = vi.fn()
  const ended = new Promise<string>(resolve => child.onExit(resolve))
  let output = ''
  child.onMessage(said)
  child.onOutput(text => {
    output += text
  })
  return { child, said, ended, calls, output: () => output }
}

it('exchanges messages and reads what the process writes', async () => {
  const { child, said, ended, calls, output } = start(
    "process.parentPort.on('message', ({ data }) => { console.log('heard', data.word); process.parentPort.postMessage({ echo: data.word }); setTimeout(() => process.exit(3), 50) })",
  )
  child.send({ word: 'hello' })
  expect(await ended).toBe('exit code 3')
  expect(said).toHaveBeenCalledExactlyOnceWith({ echo: 'hello' })
  expect(output()).toContain('heard hello')
  expect(calls).toEqual([
    [
      join(directory, 'program.mjs'),
      {
        serviceName: 'harombe engine',
        stdio: ['ignore', 'pipe', 'pipe'],
        allowLoadingUnsignedLibraries: true,
      },
    ],
  ])
})

it('ends a process that does not listen to being asked', async () => {
  const { child, said, ended } = start(
    "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); process.parentPort.on('message', () => process.parentPort.postMessage('ready'))",
  )
  child.send('are you there')
  await vi.waitFor(() => expect(said).toHaveBeenCalled(), 5000)
  child.kill()
  await ended
})
