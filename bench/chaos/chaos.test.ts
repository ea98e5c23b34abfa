import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestProgram } from '../../src/core/testing/bundle-program'
import { bundlePrograms } from './programs'
import type { ChaosOptions } from './scenario'
import { scenarios } from './scenarios'
import { isMet } from './verdict'

let program: TestProgram
beforeAll(async () => {
  program = await bundlePrograms()
}, 60_000)
afterAll(() => program.remove())

/** The promises a small run of the scenario broke; those that a busy machine breaks too are left to `npm run chaos`. */
async function brokenBy(scenario: string, changes: Partial<ChaosOptions> = {}): Promise<string[]> {
  const options: ChaosOptions = {
    program: program.path,
    streams: 60,
    nodes: 6,
    kill: 2,
    slots: 20,
    seed: 1,
    mode: 'ui',
    fast: true,
    ...changes,
  }
  const figures = (await scenarios[scenario]?.(options)) ?? []
  expect(figures).not.toEqual([])
  const broken = figures.filter(each => each.kind === 'promise' && !isMet(each))
  return broken.map(({ what, value, examples = [] }) => [`${what}: ${value}`, ...examples].join('\n'))
}

/** Real processes, real sockets and real time: a few seconds each. */
describe('a cluster', { timeout: 60_000 }, () => {
  it.each([1, 2])('gives every window its whole answer although nodes die, seed %i', async seed => {
    expect(await brokenBy('kill', { seed })).toEqual([])
  })

  it('tells no program that a cut answer is whole', async () => {
    expect(await brokenBy('kill', { mode: 'api' })).toEqual([])
  })

  it('loses nothing while each node is restarted', async () => {
    expect(await brokenBy('rolling', { streams: 24, nodes: 4 })).toEqual([])
  })

  it('holds answers back for programs that want whole ones only', async () => {
    expect(await brokenBy('rolling', { streams: 24, nodes: 3, mode: 'api' })).toEqual([])
  })

  it('waits for nodes that are all away, and does not stampede them when they are back', async () => {
    expect(await brokenBy('all-down', { streams: 40, nodes: 4 })).toEqual([])
  })

  it('gives slow, failing and silent nodes next to nothing to do', async () => {
    expect(await brokenBy('slow')).toEqual([])
  })

  it('turns away at once what it cannot answer in time', async () => {
    expect(await brokenBy('overload')).toEqual([])
  })

  it('holds little for readers that stopped reading', async () => {
    expect(await brokenBy('stalled')).toEqual([])
  })

  it('lets a node go when its client has gone', async () => {
    expect(await brokenBy('cancel')).toEqual([])
  })

  it('goes on after its process stood still', async () => {
    expect(await brokenBy('suspend', { streams: 30, nodes: 3 })).toEqual([])
  })
})
