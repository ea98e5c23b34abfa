import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bundleProgram, type TestProgram } from '../../testing/bundle-program'
import { openAuditLog } from './audit-log'
import { createMemoryAudit } from './memory-audit'
import type { NewAuditEntry } from './types'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'harombe-audit-'))
  path = join(folder, 'audit.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const entry = (summary: string, changes: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
  callId: 'call1',
  conversationId: null,
  tool: 'shell',
  risk: 'shell',
  summary,
  digest: 'a'.repeat(64),
  event: 'started',
  ...changes,
})

const open = (rotateBytes?: number) =>
  openAuditLog({ path, now: () => 1_750_000_000_000, ...(rotateBytes && { rotateBytes }) })

async function readAll(limit = 7): Promise<string[]> {
  const log = open()
  const found: string[] = []
  let before: number | undefined
  for (;;) {
    const page = await log.read({ before, limit })
    found.push(...page.map(({ summary }) => summary))
    before = page.at(-1)?.sequence
    if (page.length < limit) break
  }
  await log.close()
  return found.reverse()
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `call ${index}`)

describe('the audit', () => {
  it('is read page by page, newest first, without gap or repeat', async () => {
    const log = open()
    for (const name of names(30)) await log.append(entry(name))
    expect((await log.read({ limit: 3 })).map(({ sequence }) => sequence)).toEqual([29, 28, 27])
    expect((await log.read({ before: 27, limit: 2 })).map(({ summary }) => summary)).toEqual([
      'call 26',
      'call 25',
    ])
    await log.close()
    expect(await readAll()).toEqual(names(30))
  })

  it('is empty before there was anything, and makes no file for being read', async () => {
    expect(await readAll()).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  })

  it('goes on after a restart where it was, for the user alone', async () => {
    for (const name of names(3)) {
      const log = open()
      await log.append(entry(name))
      await log.close()
    }
    expect(await readAll()).toEqual(names(3))
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('keeps the order of those who write at the same time', async () => {
    const log = open()
    await Promise.all(names(100).map(name => log.append(entry(name))))
    await log.close()
    expect(await readAll(33)).toEqual(names(100))
  })

  it('puts full files aside and loses none of their lines', async () => {
    const log = open(1_000)
    for (const name of names(40)) await log.append(entry(name))
    await log.close()
    const files = readdirSync(folder).sort()
    expect(files.length).toBeGreaterThan(5)
    expect(files).toContain('audit-000001.jsonl')
    expect(await readAll()).toEqual(names(40))
    const again = open(1_000)
    await again.append(entry('after'))
    const [newest] = await again.read({ limit: 1 })
    expect(newest).toMatchObject({ sequence: 40, summary: 'after' })
    await again.close()
  })

  it('goes on after a last line that a crash tore, and leaves it where it is', async () => {
    const first = open()
    await first.append(entry('whole'))
    await first.close()
    const whole = readFileSync(path, 'utf8')
    for (let cut = 1; cut < whole.length; cut += 7) {
      const torn = `${whole}${whole.slice(0, cut)}`
      writeFileSync(path, torn)
      const log = open()
      await log.append(entry('after'))
      await log.close()
      expect(readFileSync(path, 'utf8').startsWith(torn)).toBe(true)
      expect(await readAll()).toEqual(['whole', 'after'])
    }
  })

  it('passes over what is no line of its own', async () => {
    const log = open()
    await log.append(entry('first'))
    appendFileSync(path, 'not json\n{"sequence":-1}\n\n\0\0\0\n')
    appendFileSync(path, `{"sequence":1,"text":"${'x'.repeat(400_000)}"}\n`)
    await log.append(entry('second'))
    await log.close()
    expect(await readAll()).toEqual(['first', 'second'])
  })

  it('reads lines that lie across the blocks it reads in', async () => {
    const log = open()
    const long = Array.from({ length: 60 }, (_, index) => `${index} ${'ä€😀'.repeat(300 + index * 7)}`)
    for (const summary of long) await log.append(entry(summary))
    await log.close()
    expect(await readAll()).toEqual(long)
  })

  it('says so when it cannot be written, and takes up again when it can', async () => {
    rmSync(folder, { recursive: true })
    writeFileSync(folder, 'in the way')
    const log = open()
    await expect(log.append(entry('lost'))).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    rmSync(folder)
    await log.append(entry('kept'))
    await log.close()
    await expect(log.append(entry('late'))).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    expect(await readAll()).toEqual(['kept'])
  })
})

describe('the audit of a process that is killed', () => {
  let program: TestProgram
  beforeAll(async () => {
    program = await bundleProgram(
      { audit: 'src/core/agent/audit/audit-log.ts' },
      `import { openAuditLog } from './audit.mjs'
       const log = openAuditLog({ path: process.argv[2], now: Date.now, rotateBytes: 4000 })
       const entry = { callId: 'c', conversationId: null, tool: 't', risk: 'shell', digest: '', event: 'started' }
       for (let index = 0; ; index += 1) {
         await log.append({ ...entry, summary: process.argv[3] + ' ' + index })
         console.log(process.argv[3] + ' ' + index)
       }`,
    )
  }, 60_000)

  afterAll(() => program.remove())

  it('has every line that was acknowledged, over twenty kills', async () => {
    const acknowledged: string[] = []
    for (let round = 0; round < 20; round += 1) {
      const child = spawn(process.execPath, [program.path, path, `round ${round}`], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const lines = createInterface({ input: child.stdout })
      let count = 0
      lines.on('line', line => {
        acknowledged.push(line)
        count += 1
        // At another place of the work each time.
        if (count > round % 7) child.kill('SIGKILL')
      })
      await once(child, 'exit')
      lines.close()
    }
    const kept = await readAll(100)
    expect(acknowledged.length).toBeGreaterThanOrEqual(20)
    expect(acknowledged.filter(line => !kept.includes(line))).toEqual([])
    expect(new Set(kept).size).toBe(kept.length)
  }, 60_000)
})

describe('the audit of a command that leaves no trace', () => {
  it('is in memory, with the same pages', async () => {
    const log = createMemoryAudit(() => 1)
    for (const name of names(1_010)) await log.append(entry(name))
    expect((await log.read({ limit: 2 })).map(({ summary }) => summary)).toEqual(['call 1009', 'call 1008'])
    expect((await log.read({ before: 11, limit: 5 })).map(({ sequence }) => sequence)).toEqual([10])
  })
})
