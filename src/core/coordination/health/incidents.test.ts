import { describe, expect, it } from 'vitest'
import type { KeptFile } from '../kept-file'
import { createIncidentBook, type IncidentsContent, incidentsContent, noIncidents } from './incidents'

/** A file in memory that is written when somebody looks. */
function createMemoryFile(): KeptFile<IncidentsContent> & { readonly content: IncidentsContent } {
  let latest = () => noIncidents
  const read = () => incidentsContent.parse(JSON.parse(JSON.stringify(latest())))
  return {
    get content() {
      return read()
    },
    read,
    save(content: () => IncidentsContent) {
      latest = content
    },
    close: async () => undefined,
  }
}
const wentDown = { kind: 'went_down', reason: 'Nothing listens there.' } as const
const clock = { wall: () => 7.4 }
const reasonsOf = (log: { read(): readonly { reason: string }[] }) => log.read().map(({ reason }) => reason)

describe('the history of nodes', () => {
  it('is there again after a restart', () => {
    const file = createMemoryFile()
    createIncidentBook(clock, file)
      .open(() => 'mini')
      .add({ ...wentDown, reason: 'before' })
    const second = createIncidentBook(clock, file)
    expect(reasonsOf(second.open(() => 'mini'))).toEqual(['before'])
    expect(second.open(() => 'studio').read()).toEqual([])
  })

  it('follows a node that is given another name', () => {
    const file = createMemoryFile()
    let name = 'mini'
    const log = createIncidentBook(clock, file).open(() => name)
    log.add({ ...wentDown, reason: 'as mini' })
    name = 'studio'
    log.add({ ...wentDown, reason: 'as studio' })
    expect(file.content.nodes).toEqual([
      {
        name: 'studio',
        incidents: [
          { ...wentDown, at: 7, reason: 'as mini' },
          { ...wentDown, at: 7, reason: 'as studio' },
        ],
      },
    ])
  })

  it('goes on where a removed node of that name left off, and takes nothing of its late ends', () => {
    const file = createMemoryFile()
    const book = createIncidentBook(clock, file)
    const before = book.open(() => 'mini')
    before.add({ ...wentDown, reason: 'old' })
    before.close()
    const after = book.open(() => 'mini')
    before.add({ ...wentDown, reason: 'late' })
    after.add({ ...wentDown, reason: 'new' })
    expect(reasonsOf(after)).toEqual(['old', 'new'])
    expect(file.content.nodes.map(({ incidents }) => incidents.length)).toEqual([2])
  })

  it('is bounded in every direction', () => {
    const file = createMemoryFile()
    const book = createIncidentBook(clock, file)
    for (let index = 0; index < 1_200; index += 1) {
      const log = book.open(() => `node-${index}`)
      log.add(wentDown)
      log.close()
    }
    const log = book.open(() => 'mini')
    for (let index = 0; index < 60; index += 1) log.add({ ...wentDown, reason: String(index) })
    expect(log.read()).toHaveLength(50)
    expect(log.read().at(-1)?.reason).toBe('59')
    expect(file.content.nodes).toHaveLength(1_000)
    expect(file.content.nodes.at(-1)?.name).toBe('mini')
  })
})
