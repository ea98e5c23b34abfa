import { describe, expect, it } from 'vitest'
import type { FormNode } from '../../../../../shared/config/document/form-view'
import { notYetNodes, offeredNode, parseTypedAddress, urlOf } from './offers'
import { freeName } from './use-node-actions'

const position = { from: 0, to: 0, line: 1, column: 1 }
const node = (values: Record<string, unknown>): FormNode => ({
  index: 0,
  name: 'pc',
  tier: 1,
  position,
  locked: null,
  fields: Object.fromEntries(
    Object.entries({ host: 'localhost', port: 8000, ...values }).map(([key, value]) => [
      key,
      { value, source: { kind: 'file' }, position: null, sharedWith: 0 },
    ]),
  ),
})

describe('what is offered', () => {
  it('is what the draft does not have yet, however it is written there', () => {
    const found = [{ url: 'http://10.0.0.2:11434' }, { url: 'http://127.0.0.1:8000/' }, { url: 'http://a:1' }]
    const nodes = [node({}), node({ host: '10.0.0.2', port: 11_434 })]
    expect(notYetNodes(found, nodes)).toEqual([{ url: 'http://a:1' }])
  })

  it('is not held against a node whose address nobody can tell yet', () => {
    expect(urlOf(node({ host: '${' + 'var:pc}', port: '${' + 'var:port}' }))).toBeNull()
    expect(urlOf(node({ host: '::1' }))).toBe('http://[::1]:8000')
    expect(urlOf(node({ url: 'https://dgx.example/v1' }))).toBe('https://dgx.example/v1')
  })
})

describe('an address', () => {
  it.each([
    ['gaming-pc:11434', { host: 'gaming-pc', port: 11_434 }],
    ['http://10.0.0.2:8000/', { host: '10.0.0.2', port: 8000 }],
    ['https://dgx.example/v1/', { url: 'https://dgx.example/v1' }],
    ['http://pc', { url: 'http://pc' }],
    ['[::1]:8000', { host: '[::1]', port: 8000 }],
    ['mini', { host: 'mini' }],
    ['http://user:word@pc:1', null],
    ['pc:70000', null],
    ['two words', null],
    ['', null],
  ])('%j is %o', (text, address) => expect(parseTypedAddress(text)).toEqual(address))
})

describe('the name of a new node', () => {
  const named = (name: string, host: string, taken: string[] = []) =>
    offeredNode({ name, address: { host, port: 1 }, tier: 2 }, taken, 'new-node').name

  it('is its own if it is one a node may have, else its machine’s, else any', () => {
    expect(named('dgx', '10.0.0.1')).toBe('dgx')
    expect(named('a b/../c', 'tower.local')).toBe('tower')
    expect(named('', '10.0.0.1')).toBe('new-node')
  })

  it('is nobody else’s, whatever the case', () => {
    expect(named('dgx', 'x', ['DGX', 'dgx-2'])).toBe('dgx-3')
    expect(freeName('pc-9', ['pc-9', 'pc-2'])).toBe('pc-3')
  })
})
