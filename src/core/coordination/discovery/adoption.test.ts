import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../testing/virtual-clock'
import { createAdoption, type LearntId } from './adoption'
import type { Candidate } from './candidates'
import type { KnownNode } from './known-nodes'

const candidate = (part: Partial<Candidate> = {}): Candidate => {
  const address = part.address ?? '192.168.1.7'
  const port = part.port ?? 8000
  return {
    name: 'box',
    url: `http://${address}:${port}`,
    address,
    port,
    target: 'box.local',
    installation: 'a'.repeat(20),
    tier: null,
    model: null,
    ...part,
  }
}

const fileNode = (part: Partial<KnownNode> = {}): KnownNode => ({
  name: 'attic',
  url: 'http://192.168.1.7:8000',
  origin: 'config',
  status: 'online',
  ...part,
})

interface Setting {
  harombes?: string[]
  tokens?: string[]
  learnt?: [string, LearntId][]
}

function start({ harombes = ['http://192.168.1.7:8000'], tokens = [], learnt = [] }: Setting = {}) {
  const clock = createVirtualClock()
  const asked: string[] = []
  const moved: string[] = []
  let changes = 0
  const state = {
    nodes: [] as KnownNode[],
    shown: new Map<string, Candidate>(),
    isWanted: true,
    hosts: new Map<string, readonly string[] | null>(),
    harombes: new Set(harombes),
  }
  const review = () =>
    adoption.review(state.shown, {
      nodes: state.nodes,
      hosts: state.hosts,
      ownAddresses: new Set(['192.168.1.2']),
      isWanted: state.isWanted,
    })
  const adoption = createAdoption(
    {
      clock,
      async probe(url) {
        asked.push(url)
        return state.harombes.has(url)
      },
      hasToken: name => tokens.includes(name),
      onChanged() {
        changes += 1
        // As the cluster does: what is used is a node from now on.
        const found = adoption
          .specs(new Set())
          .map(({ name, url }): KnownNode => ({ name, url, origin: 'discovered', status: 'online' }))
        state.nodes = [...state.nodes.filter(({ origin }) => origin !== 'discovered'), ...found]
      },
      onProbed: review,
      onMoved: (node, url) => moved.push(`${node} ${url}`),
    },
    learnt,
  )
  return {
    adoption,
    state,
    clock,
    asked,
    moved,
    changes: () => changes,
    urls: () => adoption.specs(new Set()).map(({ url }) => url),
    async look() {
      review()
      await clock.settle()
    },
    setStatus(status: KnownNode['status']) {
      state.nodes = state.nodes.map(node => ({ ...node, status }))
    },
  }
}

describe('using what was found', () => {
  it('uses what answers as a harombe, and asks the others again only after a while', async () => {
    const { state, look, urls, asked, clock } = start()
    state.shown.set('box', candidate())
    state.shown.set('printer', candidate({ address: '192.168.1.30', installation: null }))
    await look()
    expect(urls()).toEqual(['http://192.168.1.7:8000'])
    for (let index = 0; index < 5; index += 1) await look()
    expect(asked).toHaveLength(2)
    state.harombes.add('http://192.168.1.30:8000')
    await clock.advance(31_000)
    await look()
    expect(urls()).toHaveLength(2)
  })

  it('asks four at a time at most, whoever announces how much', async () => {
    const { state, look, asked } = start({ harombes: [] })
    for (let index = 10; index < 30; index += 1)
      state.shown.set(`box${index}`, candidate({ address: `192.168.1.${index}`, installation: null }))
    const looking = look()
    expect(asked).toHaveLength(4)
    await looking
    expect(asked).toHaveLength(20)
  })

  it('uses and asks nobody unless the file says so, and lets go of all when it no longer does', async () => {
    const { state, look, urls, asked } = start()
    state.shown.set('box', candidate())
    state.isWanted = false
    await look()
    expect([urls(), asked]).toEqual([[], []])
    state.isWanted = true
    await look()
    expect(urls()).toHaveLength(1)
    state.isWanted = false
    await look()
    expect(urls()).toEqual([])
  })

  it('keeps a used node through goodbyes and silence while it answers, and for five minutes after', async () => {
    const { state, look, urls, clock, setStatus } = start()
    state.shown.set('box', candidate())
    await look()
    state.shown.clear()
    await look()
    await clock.advance(60 * 60_000)
    await look()
    expect(urls()).toHaveLength(1)
    setStatus('offline')
    await look()
    expect(urls()).toEqual([])
    state.shown.set('box', candidate())
    await look()
    setStatus('offline')
    state.shown.clear()
    await look()
    await clock.advance(299_000)
    await look()
    expect(urls()).toHaveLength(1)
    await clock.advance(2_000)
    await look()
    expect(urls()).toEqual([])
  })

  it('does not follow an announcement away from a node that answers', async () => {
    const { state, look, urls, setStatus } = start({
      harombes: ['http://192.168.1.7:8000', 'http://192.168.1.66:8000'],
    })
    state.shown.set('box', candidate())
    await look()
    state.shown.set('box', candidate({ address: '192.168.1.66' }))
    await look()
    expect(urls()).toEqual(['http://192.168.1.7:8000'])
    setStatus('offline')
    await look()
    expect(urls()).toEqual(['http://192.168.1.66:8000'])
  })

  it('never displaces or doubles a node of the file, whether written by address, name or loopback', async () => {
    for (const url of ['http://192.168.1.7:8000', 'http://box.local:8000', 'http://attic.home:8000']) {
      const { state, look, urls } = start()
      state.nodes = [fileNode({ url })]
      state.hosts.set('attic.home', ['192.168.1.7'])
      state.shown.set('box', candidate())
      await look()
      expect(urls()).toEqual([])
      state.nodes = [fileNode({ url: url.replace('8000', '8001') })]
      await look()
      expect(urls(), 'another server on that machine is another node').toHaveLength(1)
    }
    const { state, look, urls } = start({ harombes: ['http://192.168.1.2:8001'] })
    state.nodes = [fileNode({ url: 'http://localhost:8001' })]
    state.shown.set('box', candidate({ address: '192.168.1.2', port: 8001 }))
    await look()
    expect(urls()).toEqual([])
  })

  it('waits until the names of the file are known, and gives way when the file names the node later', async () => {
    const { state, look, urls } = start()
    state.nodes = [fileNode({ url: 'http://attic.home:8000' })]
    state.hosts.set('attic.home', null)
    state.shown.set('box', candidate())
    await look()
    expect(urls()).toEqual([])
    state.hosts.set('attic.home', ['192.168.1.99'])
    await look()
    expect(urls()).toHaveLength(1)
    state.nodes.push(fileNode({ name: 'cellar' }))
    await look()
    expect(urls()).toEqual([])
  })

  it('gives a name that is taken, or looks like one that is, its address', async () => {
    const { adoption, state, look } = start()
    state.shown.set('box', candidate({ name: 'аttic' }))
    await look()
    expect(adoption.specs(new Set(['attic']))[0]?.name).toBe('аttic (192.168.1.7)')
    expect(adoption.specs(new Set(['аttic']))[0]?.name).toBe('аttic (192.168.1.7)')
    expect(adoption.specs(new Set(['cellar']))[0]?.name).toBe('аttic')
  })
})

describe('a node of the file at another address', () => {
  const elsewhere = candidate({ address: '192.168.1.20' })
  const harombes = ['http://192.168.1.7:8000', 'http://192.168.1.20:8000']
  const learnt: [string, LearntId][] = [['attic', { id: 'a'.repeat(20), url: 'http://192.168.1.7:8000' }]]

  it('learns the id while the node answers at its own address, and no other then', async () => {
    const { adoption, state, look } = start()
    state.nodes = [fileNode({ status: 'offline' })]
    state.shown.set('box', candidate())
    await look()
    expect(adoption.ids().size).toBe(0)
    state.nodes = [fileNode()]
    await look()
    expect(adoption.ids().get('attic')).toEqual({ id: 'a'.repeat(20), url: 'http://192.168.1.7:8000' })
  })

  it('follows it when it is down and what is there answers, until the file says something else', async () => {
    const { adoption, state, look, moved, urls } = start({ harombes, learnt })
    state.nodes = [fileNode({ status: 'offline' })]
    state.shown.set('box', elsewhere)
    await look()
    expect(moved).toEqual(['attic http://192.168.1.20:8000'])
    expect(adoption.moves().get('attic')?.to).toBe('http://192.168.1.20:8000')
    expect(urls()).toEqual([])
    state.nodes = [fileNode({ url: 'http://192.168.1.50:8000' })]
    state.shown.clear()
    await look()
    expect(adoption.moves().size).toBe(0)
  })

  it('goes back when the node gets a token: that is for the address in the file', async () => {
    const tokens: string[] = []
    const { adoption, state, look } = start({ harombes, learnt, tokens })
    state.nodes = [fileNode({ status: 'offline' })]
    state.shown.set('box', elsewhere)
    await look()
    expect(adoption.moves().size).toBe(1)
    tokens.push('attic')
    await look()
    expect(adoption.moves().size).toBe(0)
  })

  it('takes one with the same id for another machine while the known one answers', async () => {
    const { adoption, state, look } = start({ harombes, learnt })
    state.nodes = [fileNode()]
    state.shown.set('box', elsewhere)
    await look()
    expect(adoption.moves().size).toBe(0)
  })

  it('only offers it when a token belongs to the node, when nobody answers, or when found nodes are not used', async () => {
    const cases: [Setting, boolean][] = [
      [{ harombes, learnt, tokens: ['attic'] }, true],
      [{ harombes: [], learnt }, true],
      [{ harombes, learnt }, false],
    ]
    for (const [setting, isWanted] of cases) {
      const { adoption, state, look, urls } = start(setting)
      state.nodes = [fileNode({ status: 'offline' })]
      state.isWanted = isWanted
      state.shown.set('box', elsewhere)
      await look()
      expect([adoption.moves().size, urls()]).toEqual([0, []])
      const around = { nodes: state.nodes, hosts: state.hosts, ownAddresses: new Set<string>() }
      expect(adoption.movedFrom(elsewhere, around)?.name).toBe('attic')
    }
  })
})
