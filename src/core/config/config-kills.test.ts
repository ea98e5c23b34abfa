import { spawn } from 'node:child_process'
import fs, {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleProgram, type TestProgram } from '../testing/bundle-program'
import { createConfigFile } from './config-file'
import { type ConfigHouse, createConfigHouse } from './testing/config-house'

/**
 * Writes the file once. Before each of its steps on the disk, half of what it is about to write being written, it copies the folder
 * to `states/<step>`; at step `killAt` it kills itself instead. What was written stays when a process is killed, so syncing is
 * a step that does nothing.
 */
const source = `
  import fs from 'node:fs'
  import { syncBuiltinESMExports } from 'node:module'
  import { dirname, join } from 'node:path'
  const [path, states, kind, round, killAt] = process.argv.slice(2)
  let step = null
  const before = () => {
    const present = ++step
    if (present === Number(killAt)) process.kill(process.pid, 'SIGKILL')
    step = null
    if (states !== '') fs.cpSync(dirname(path), join(states, String(present)), { recursive: true })
    step = present
  }
  const { writeFileSync } = fs
  for (const name of ['mkdirSync', 'openSync', 'fsyncSync', 'closeSync', 'renameSync', 'rmSync']) {
    const real = name === 'fsyncSync' ? () => {} : fs[name]
    fs[name] = (...given) => {
      if (step !== null) before()
      return real(...given)
    }
  }
  fs.writeFileSync = (descriptor, content) => {
    const half = step === null ? 0 : content.length / 2
    writeFileSync(descriptor, content.slice(0, half))
    if (step !== null) before()
    writeFileSync(descriptor, content.slice(half))
  }
  syncBuiltinESMExports()
  const { createConfigFile } = await import('./file.mjs')
  const file = createConfigFile(path, { secretsDirectory: join(dirname(path), 'secrets') })
  file.load()
  step = 0
  const base = () => file.desired().fileDigest
  if (kind === 'save') file.save(file.mask(file.desired().text).replace(/name: n\\d+/, 'name: n' + round), base(), 'cli')
  else if (kind === 'patch') file.patch(config => config.set(['model', 'name'], 'n' + round))
  else {
    const plain = file.desired().text.replace(/auth_token: .*/, 'auth_token: canary-' + round).replace(/name: n\\d+/, 'name: n' + round)
    file.save(plain, base(), 'cli')
    file.moveSecrets(['server.auth_token'], base(), 'cli')
  }
  fs.writeSync(1, String(step))
`

/** Kill a process at every step, not at some: the same states, in minutes instead of seconds. */
const everyKill = process.env.HAROMBE_EVERY_KILL === '1'

describe('killed between any two steps of writing', () => {
  let program: TestProgram
  const { fsyncSync } = fs
  beforeAll(async () => {
    program = await bundleProgram({ file: join(import.meta.dirname, 'config-file.ts') }, source, {
      isWhole: true,
    })
    // Here too: nobody cuts the power.
    fs.fsyncSync = () => {}
    syncBuiltinESMExports()
  })
  afterAll(() => {
    fs.fsyncSync = fsyncSync
    syncBuiltinESMExports()
    program.remove()
  })

  it.each([
    ['save', 4],
    ['patch', 4],
    ['move', 3],
  ])(
    '%s: the file is the old or the new one, a good one is in force, and the next write is done',
    async (kind, rounds) => {
      const house = createConfigHouse()
      house.write('overlays: [home]\nmodel:\n  name: n0 # keep me\nserver:\n  auth_token: canary-0\n')
      house.write('agent: {max_steps: 7}\n', 'harombe.home.yaml')
      let found = 0
      for (let round = 1; round <= rounds; round++) {
        const names = { before: nameIn(house), after: `n${round}` }
        const folder = mkdtempSync(join(tmpdir(), 'harombe-kills-'))
        const [twin, states] = [join(folder, 'twin'), join(folder, 'states')]
        cpSync(house.directory, twin, { recursive: true })
        const steps = Number(await run(program, [join(twin, 'harombe.yaml'), states, kind, `${round}`, '0']))
        expect(readdirSync(states)).toHaveLength(steps)
        const killAt = Math.round((steps * round) / rounds)
        for (let step = 1; everyKill && step <= steps; step++) {
          const killed = join(folder, `killed-${step}`)
          cpSync(house.directory, killed, { recursive: true })
          expect(await run(program, [join(killed, 'harombe.yaml'), '', kind, `${round}`, `${step}`])).toBe('')
          expect(treeOf(killed)).toEqual(treeOf(join(states, `${step}`)))
        }
        // Really killed: what it leaves is what was copied, and what the next round starts from.
        expect(await run(program, [house.path, '', kind, `${round}`, `${killAt}`])).toBe('')
        expect(treeOf(house.directory)).toEqual(treeOf(join(states, `${killAt}`)))
        for (let step = 1; step <= steps; step++) expectGood(join(states, `${step}`), names)
        found += steps
        rmSync(folder, { recursive: true })
      }
      house.remove()
      expect(found).toBeGreaterThan(150)
    },
    everyKill ? 1_200_000 : 120_000,
  )
})

function expectGood(directory: string, names: { before: string; after: string }): void {
  const path = join(directory, 'harombe.yaml')
  const text = readFileSync(path, 'utf8')
  expect(text).toMatch(
    /^overlays: \[home\]\nmodel:\n {2}name: n\d+ # keep me\nserver:\n {2}auth_token: .+\n$/,
  )
  const open = () =>
    createConfigFile(path, { keepsCopies: false, secretsDirectory: join(directory, 'secrets') })
  const file = open()
  const { model, agent, server } = file.load()
  expect(text).toContain(`name: ${model.name} `)
  expect([names.before, names.after]).toContain(model.name)
  expect(agent.max_steps).toBe(7)
  const reference = /^\$\{secret:(.+)\}$/.exec(server.auth_token ?? '')?.[1]
  const token =
    reference === undefined ? server.auth_token : readFileSync(join(directory, 'secrets', reference), 'utf8')
  expect(token).toMatch(/^canary-\d+$/)
  expect(file.problem()).toBeNull()
  // And if the disk loses the file as well.
  truncateSync(path)
  const saved = open()
  expect(saved.load()).toMatchObject({ agent: { max_steps: 7 } })
  expect([names.before, names.after]).toContain(saved.current().model.name)
  writeFileSync(path, text)
  file.load()
  const digest = file.desired()?.fileDigest ?? null
  expect(file.save(text.replace(/name: n\d+/, 'name: next'), digest, 'cli').config.model.name).toBe('next')
}

const nameIn = (house: ConfigHouse) => /name: (n\d+)/.exec(house.read())?.[1] ?? 'none'

/** Every file with its text; what the clock and chance put into names is left out. */
function treeOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => {
      const steady = name.replace(/[0-9a-f-]{36}/, 'chance').replace(/\d{10,}/, 'time')
      return `${parentPath.slice(directory.length)}/${steady}: ${readFileSync(join(parentPath, name), 'utf8')}`
    })
    .sort()
}

/** Resolves to what it wrote, also when it was killed; rejects when it failed. */
function run({ path, compileCache }: TestProgram, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
    })
    let output = ''
    child.stdout.on('data', (part: Buffer) => {
      output += part.toString()
    })
    child.once('error', reject)
    child.once('close', code => {
      if (code === null || code === 0) resolve(output)
      else reject(new Error(`The child failed with ${code}.`))
    })
  })
}
