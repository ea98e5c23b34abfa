import { describe, expect, it } from 'vitest'
import { configTemplate } from './config-template'
import { setDiscovery } from './edit-discovery'
import { editText } from './edit-text'
import { loadConfig } from './load-config'

const toMdns = (text: string) => editText(text, config => setDiscovery(config, { method: 'mdns' }))
const discoveryOf = (text: string) => loadConfig(text).config?.cluster.discovery

describe('setDiscovery', () => {
  it('changes the one word and keeps every other, with its comments', () => {
    const text = `# mine
cluster:
  nodes: []   # none yet
  discovery:
    method: explicit # only what I list
    announce: false
    fans: [1,   2]
`
    expect(toMdns(text)).toBe(text.replace('method: explicit', 'method: mdns'))
  })

  it.each([
    '',
    '# nothing but a comment\n',
    'cluster:\n',
    'cluster: {}\n',
    'cluster:\n  discovery:\n',
    configTemplate(),
  ])('writes the keys where there are none yet: %j', text => {
    expect(discoveryOf(toMdns(text))).toMatchObject({ method: 'mdns', use_discovered: false })
  })

  it('uses found nodes only where that is said, and goes back to the listed ones', () => {
    const used = editText('', config => setDiscovery(config, { method: 'mdns', use_discovered: true }))
    expect(discoveryOf(used)).toMatchObject({ method: 'mdns', use_discovered: true })
    const back = editText(used, config => setDiscovery(config, { method: 'explicit' }))
    expect(discoveryOf(back)).toMatchObject({ method: 'explicit', use_discovered: true })
  })
})
