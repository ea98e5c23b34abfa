import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createVirtualClock } from '../testing/virtual-clock'
import { type LearntContent, nothingLearnt } from './learnt-book'
import { createLearntFile } from './learnt-file'
import { createModelLab, summary } from './testing/model-lab'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-learnt-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const content: LearntContent = {
  version: 1,
  models: [
    {
      url: 'http://mac',
      model: 'small',
      digest: 'digest of small',
      version: '1',
      learntAt: 1,
      declared: null,
      proven: { tools: 'yes', vision: 'no', json: 'unknown' },
      correction: 1.5,
    },
  ],
  machines: [{ url: 'http://mac', seen: { gpuBytes: 1, loadedBytes: 2, spilledBytes: null } }],
}

function open(path = join(directory, 'capabilities.json')) {
  const clock = createVirtualClock()
  const problems: unknown[] = []
  const file = createLearntFile(path, clock, error => problems.push(error))
  return { clock, problems, file, path }
}

describe('the file of what was learnt', () => {
  it('gives back what was put in, and is for the user alone', async () => {
    const { file, path } = open()
    file.save(() => content)
    await file.close()
    expect(open(path).file.read()).toEqual(content)
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('writes once for many changes, with the last of them', async () => {
    const { file, path, clock } = open()
    for (let count = 0; count < 50; count += 1) file.save(() => ({ ...content, machines: [] }))
    file.save(() => content)
    expect(clock.pending()).toBe(1)
    await clock.advance(1999)
    expect(readdirSync(directory)).toEqual([])
    await clock.advance(2)
    await file.close()
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(content)
    expect(readdirSync(directory)).toEqual(['capabilities.json'])
  })

  it('writes at the end what is still to be written, and leaves no timer', async () => {
    const { file, path, clock } = open()
    file.save(() => content)
    await file.close()
    expect(clock.pending()).toBe(0)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(content)
    await file.close()
  })

  it('starts with nothing, quietly, when there is no file', () => {
    const { file, problems } = open()
    expect(file.read()).toEqual(nothingLearnt)
    expect(problems).toEqual([])
  })

  it.each([
    ['cut off', JSON.stringify(content).slice(0, 80)],
    ['empty', ''],
    ['of another version', JSON.stringify({ ...content, version: 2 })],
    ['no JSON', '\0\0\0'],
    ['a list', '[]'],
    [
      'with a factor that would make every model fit',
      JSON.stringify({ ...content, models: [{ ...content.models[0], correction: 0.01 }] }),
    ],
    [
      'with a factor that is none',
      JSON.stringify(content).replace('1.5', 'null').replace('"yes"', '"maybe"'),
    ],
    [
      'with more models than there can be',
      JSON.stringify({ ...content, models: Array.from({ length: 5001 }, () => content.models[0]) }),
    ],
  ])('starts with nothing, and says so, from a file that is %s', (_, text) => {
    const { file, path, problems } = open()
    writeFileSync(path, text)
    expect(file.read()).toEqual(nothingLearnt)
    expect(problems).toHaveLength(1)
  })

  it('reports a folder that cannot be written to, and goes on', async () => {
    const path = join(directory, 'taken', 'capabilities.json')
    writeFileSync(join(directory, 'taken'), 'a file where a folder should be')
    const { file, problems, clock } = open(path)
    file.save(() => content)
    await clock.advance(2000)
    await vi.waitFor(() => expect(problems).toHaveLength(1))
    file.save(() => content)
    await file.close()
    expect(problems).toHaveLength(2)
  })

  it('takes nothing more, and begins no timer, once it is closed', async () => {
    const { file, path, clock } = open()
    file.save(() => content)
    await file.close()
    file.save(() => nothingLearnt)
    expect(clock.pending()).toBe(0)
    await file.close()
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(content)
  })

  it('replaces an old file as a whole', async () => {
    const { file, path } = open()
    mkdirSync(directory, { recursive: true })
    writeFileSync(path, 'x'.repeat(100_000))
    file.save(() => content)
    await file.close()
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(content)
  })

  it('spares the next start the questions of the last one', async () => {
    const first = createModelLab({ file: open().file })
    const before = first.add('mac', { describe: () => ({ contextLength: 4096 }) })
    first.check('mac')
    await first.clock.advance(1000)
    await first.service.stop()
    expect(before.described).toEqual(['small'])

    const second = createModelLab({ file: open().file })
    const after = second.add('mac')
    second.check('mac')
    await second.clock.advance(1000)
    expect(after.described).toEqual([])
    expect(second.learning.knowledge.of('mac', 'small').contextLength).toBe(4096)
    after.models = [summary('small', { digest: 'another' })]
    second.check('mac')
    await second.clock.advance(1000)
    expect(after.described).toEqual(['small'])
    await second.service.stop()
  })
})
