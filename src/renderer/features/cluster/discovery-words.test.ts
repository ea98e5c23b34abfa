import { describe, expect, it } from 'vitest'
import type { DiscoveredNode, DiscoveryState } from '../../../shared/entities'
import { english } from '../../../shared/texts/english'
import { discoveryNote, draftOfDiscovered, offeredNodes, warningsOf } from './discovery-words'

const found = (part: Partial<DiscoveredNode> = {}): DiscoveredNode => ({
  id: 'x',
  name: 'studio',
  url: 'http://192.168.1.9:8000',
  tier: null,
  model: null,
  seenAt: 0,
  knownAs: null,
  ...part,
})
const running: DiscoveryState = { state: 'running', problem: null, announcing: false, nodes: [] }

describe('offeredNodes', () => {
  it('leaves out what is a node already, by what the coordinator knows and by address', () => {
    const nodes = [
      found(),
      found({ id: 'y', knownAs: 'studio' }),
      found({ id: 'z', url: 'http://10.0.0.2:8000' }),
    ]
    const known = [{ url: 'http://10.0.0.2:8000/', origin: 'config' }] as const
    expect(offeredNodes({ ...running, nodes }, known).map(({ id }) => id)).toEqual(['x'])
  })

  it('offers one that is used without being in the file, so that it can be written there', () => {
    const known = [{ url: 'http://192.168.1.9:8000', origin: 'discovered' }] as const
    expect(offeredNodes({ ...running, nodes: [found()] }, known)).toHaveLength(1)
  })
})

describe('draftOfDiscovered', () => {
  it('takes a good name over and leaves any other to the user', () => {
    expect(draftOfDiscovered(found()).name).toBe('studio')
    for (const name of ['<img src=x>', '../etc', 'a b', '', '-rf', 'ｓｔｕｄｉｏ']) {
      expect(draftOfDiscovered(found({ name })).name).toBe('')
    }
  })

  it('never carries a token to another machine', () => {
    expect(draftOfDiscovered(found())).toMatchObject({ token: '', backend: '', model: '' })
  })
})

it('explains why nobody is offered, and stays silent when somebody is', () => {
  expect(discoveryNote({ ...running, state: 'off' }, 0, english)?.text).toContain('announces this machine')
  const failed = discoveryNote({ ...running, state: 'failed', problem: 'Port 5353 is taken.' }, 0, english)
  expect(failed).toMatchObject({ tone: 'warn' })
  expect(failed?.text).toContain('Port 5353 is taken. It is tried again')
  expect(discoveryNote(running, 0, english)?.text).toContain('No other harombe')
  expect(discoveryNote(running, 1, english)).toBeNull()
})

it('warns of a name that can be mistaken for that of a node, and tells one that moved', () => {
  expect(warningsOf(found())).toEqual([])
  expect(warningsOf(found({ looksLike: 'studio' }))).toEqual([{ kind: 'sameName', name: 'studio' }])
  expect(warningsOf(found({ name: 'stud1o', looksLike: 'studio' }))[0]?.kind).toBe('looksLike')
  expect(warningsOf(found({ movedFrom: 'attic' }))).toEqual([{ kind: 'moved', name: 'attic' }])
})
