import { describe, expect, it } from 'vitest'
import { hasCode } from '../../shared/errors'
import { encodeHeaderText } from './http/response-headers'
import { targetForPeer } from './peer-target'
import { readStreamFailure, readTarget } from './target'
import { nodeView } from './testing/fake-cluster'

const badParam = (param: string) =>
  expect.toSatisfy(error => hasCode(error, 'BAD_REQUEST') && error.data?.param === param)

describe('where a request wants to go', () => {
  it.each([
    [undefined, {}, { tier: 'auto' }],
    [null, {}, { tier: 'auto' }],
    ['', {}, { tier: 'auto' }],
    ['auto', {}, { tier: 'auto' }],
    ['tier-0', {}, { tier: 0 }],
    ['tier-2', {}, { tier: 2 }],
    ['node/gaming pc', {}, { tier: 'auto', node: 'gaming pc' }],
    ['qwen2.5:72b', {}, { tier: 'auto', model: 'qwen2.5:72b' }],
    ['tier-3', {}, { tier: 'auto', model: 'tier-3' }],
    ['tier-0', { 'x-harombe-tier': '2' }, { tier: 2 }],
    ['auto', { 'x-harombe-tier': 'tier-1' }, { tier: 1 }],
    ['llama3', { 'x-harombe-tier': 'auto' }, { tier: 'auto', model: 'llama3' }],
    ['node/a', { 'x-harombe-node': 'b' }, { tier: 'auto', node: 'b' }],
    ['auto', { 'x-harombe-node': encodeHeaderText('größer 50%') }, { tier: 'auto', node: 'größer 50%' }],
  ])('%j with %j', (model, headers, expected) => {
    expect(readTarget(model, headers)).toEqual(expected)
  })

  it.each([
    ['../../etc/passwd', {}, 'model'],
    ['..\\..\\x', {}, 'model'],
    ['a/../b', {}, 'model'],
    ['a\u0000b', {}, 'model'],
    ['x'.repeat(10_000), {}, 'model'],
    ['node/', {}, 'model'],
    ['node/a/b', {}, 'model'],
    ['auto', { 'x-harombe-tier': '3' }, 'x-harombe-tier'],
    ['auto', { 'x-harombe-tier': '__proto__' }, 'x-harombe-tier'],
    ['auto', { 'x-harombe-node': '%zz' }, 'x-harombe-node'],
    ['auto', { 'x-harombe-node': '%00' }, 'x-harombe-node'],
  ])('refuses %j with %j', (model, headers, param) => {
    expect(() => readTarget(model, headers)).toThrow(badParam(param))
  })

  it('knows three ways to deal with a node that dies, and refuses others', () => {
    const read = (value?: string) =>
      readStreamFailure(value === undefined ? {} : { 'x-harombe-on-stream-failure': value })
    expect(read('continue')).toBe('continue')
    expect([read(), read('terminate'), read('buffer')]).toEqual(['terminate', 'terminate', 'buffer'])
    expect(() => read('retry')).toThrow(badParam('x-harombe-on-stream-failure'))
  })
})

describe('a question from another coordinator', () => {
  const own = nodeView({ name: 'local', origin: 'local', models: ['small'], model: 'small' })
  const big = nodeView({ name: 'big', tier: 2, model: 'large', models: ['large'], load: 0.9 })
  const idle = nodeView({ name: 'idle', tier: 2, model: 'large', models: ['large'], load: 0.1 })
  const peer = nodeView({ name: 'peer', backend: 'harombe', tier: 2, load: 0 })
  const auto = { tier: 'auto' } as const

  it("is answered by this machine's own node", () => {
    expect(targetForPeer([big, own, peer], auto)).toEqual({ tier: 'auto', node: 'local' })
    expect(targetForPeer([big, own], { tier: 'auto', model: 'small' })).toMatchObject({ node: 'local' })
    expect(targetForPeer([big, own], { tier: 'auto', model: 'small:latest' })).toMatchObject({
      node: 'local',
    })
  })

  it('goes elsewhere when the own node cannot, or somewhere else was asked for', () => {
    expect(targetForPeer([{ ...own, status: 'offline' }, big], auto)).toEqual(auto)
    expect(targetForPeer([own, big], { tier: 'auto', model: 'large' })).toEqual({
      tier: 'auto',
      model: 'large',
    })
    expect(targetForPeer([own, big], { tier: 2 })).toEqual({ tier: 2 })
    expect(targetForPeer([own, big], { tier: 'auto', node: 'big' })).toEqual({ tier: 'auto', node: 'big' })
  })

  it('never goes to a further coordinator, which might send it back', () => {
    expect(targetForPeer([peer, big, idle], auto)).toEqual({ tier: 'auto', node: 'idle' })
    expect(targetForPeer([peer, big, idle], { tier: 'auto', node: 'peer' })).toEqual({
      tier: 'auto',
      node: 'idle',
    })
    expect(targetForPeer([{ ...own, backend: 'harombe' }, big], auto)).toEqual({ tier: 'auto', node: 'big' })
    expect(() => targetForPeer([peer], auto)).toThrow(
      expect.toSatisfy(error => hasCode(error, 'NO_NODE_AVAILABLE')),
    )
  })
})
