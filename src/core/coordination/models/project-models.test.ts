import { describe, expect, it } from 'vitest'
import { unknownCapabilities } from '../../../shared/entities'
import type { ModelHost } from '../capability-knowledge'
import { createFits } from './fits'
import { createLearntBook, nothingLearnt } from './learnt-book'
import { createModelsProjection } from './project-models'
import { createModelLab, summary } from './testing/model-lab'

function setUp() {
  const lab = createModelLab()
  lab.add('mac', { models: [summary('a'), summary('b')] })
  lab.add('nas', { models: [summary('a')] })
  const hosts = [lab.host('mac'), lab.host('nas')] as const
  const book = createLearntBook(
    nothingLearnt,
    () => 1,
    () => undefined,
  )
  let memory: { vramBytes: number; ramBytes: number; unified: boolean } | null = null
  const projection = createModelsProjection({
    insight: () => ({ known: { ...unknownCapabilities, contextLength: null }, evidence: 'assumed' }),
    fits: createFits({ book, memoryOf: () => memory, policy: () => ({ contextLength: 8192 }) }),
    revision: book.revision,
  })
  const project = (seen: readonly ModelHost[]) => projection.project(seen, [])
  const look = (seen: readonly ModelHost[] = hosts) => project(seen).models
  return {
    hosts,
    book,
    look,
    project,
    findMemory() {
      memory = { vramBytes: 8e9, ramBytes: 16e9, unified: false }
      projection.forget()
    },
  }
}

describe('the models of all nodes', () => {
  it('are judged anew for the node that changed, and for no other', () => {
    const { hosts, look } = setUp()
    const [mac, nas] = hosts
    const before = look()
    expect(look().every((model, index) => model === before[index])).toBe(true)
    const after = look([mac, { ...nas, reachable: false }])
    expect(after.map((model, index) => model === before[index])).toEqual([true, true, false])
  })

  it('are judged anew when something was learnt of the machine, or its memory became known', () => {
    const { hosts, book, look, findMemory } = setUp()
    const [mac] = hosts
    const before = look()
    book.learn(mac, 'a', { correction: 2 })
    const learnt = look()
    expect(learnt[0]?.fit?.corrected).toBe(true)
    expect(learnt[2]).toBe(before[2])
    findMemory()
    expect(look().map(({ fit }) => fit?.usableVramBytes)).not.toContain(null)
  })

  it('begin with those of this machine, wherever it stands among the nodes', () => {
    const { hosts, project } = setUp()
    const [mac, nas] = hosts
    const { nodes, models } = project([mac, { ...nas, spec: { ...nas.spec, origin: 'local' } }])
    expect(nodes.map(({ node }) => node)).toEqual(['nas', 'mac'])
    expect(models[0]?.node).toBe('nas')
    expect(project(hosts).nodes.map(({ node }) => node)).toEqual(['mac', 'nas'])
  })

  it('are gone with their node', () => {
    const { hosts, look } = setUp()
    look()
    expect(look(hosts.slice(1)).map(({ node }) => node)).toEqual(['nas'])
    expect(look().map(({ node }) => node)).toEqual(['mac', 'mac', 'nas'])
  })
})
