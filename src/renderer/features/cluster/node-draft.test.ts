import { describe, expect, it } from 'vitest'
import { nodeChanges, nodeSchema } from '../../../shared/config/schema'
import { HarombeError } from '../../../shared/harombe-error'
import { english } from '../../../shared/texts/english'
import { createNode } from '../../components/node.fixture'
import {
  describeAddress,
  draftChanges,
  draftErrors,
  draftInput,
  draftOfNode,
  emptyDraft,
  parseAddress,
  serverErrors,
  suggestName,
} from './node-draft'

describe('addresses', () => {
  it.each([
    ['http://192.168.1.20:11434/', { url: 'http://192.168.1.20:11434' }],
    ['https://box.example/ollama', { url: 'https://box.example/ollama' }],
    [' gaming-pc:11434 ', { host: 'gaming-pc', port: 11434 }],
    ['gaming-pc', { host: 'gaming-pc' }],
    ['[::1]:8000', { host: '[::1]', port: 8000 }],
  ])('reads %s', (text, address) => expect(parseAddress(text)).toEqual(address))

  it.each([
    '',
    'ftp://box',
    'box:0',
    'box:70000',
    'two words',
    'http://',
    'box/path',
    'a:b:c',
    'http://user:pw@box:1',
    'user:pw@box:1',
  ])('refuses %j', text => expect(parseAddress(text)).toBeNull())

  it('say why a user and a password are refused', () => {
    expect(
      draftErrors({ ...emptyDraft, name: 'a', address: 'https://user:pw@box' }, english).address,
    ).toContain('token')
  })

  it('shows the default port of the file for a bare host', () => {
    expect(describeAddress({ host: 'box' })).toBe('http://box:8000')
  })

  it('suggests the name of a machine, and none for a number', () => {
    expect(suggestName({ host: 'gaming-pc.local' })).toBe('gaming-pc')
    expect(suggestName({ url: 'http://studio:11434' })).toBe('studio')
    expect(suggestName({ url: 'http://192.168.1.20:11434' })).toBe('')
    expect(suggestName({ url: 'http://[::1]:8000' })).toBe('')
  })
})

describe('a new node', () => {
  it('needs a name and an address, and says which is missing', () => {
    expect(Object.keys(draftErrors(emptyDraft, english))).toEqual(['name', 'address'])
    expect(draftErrors({ ...emptyDraft, name: 'a', address: 'a:1', slots: '2.5' }, english)).toHaveProperty(
      'slots',
    )
  })

  it('is sent in a shape the schema of the file accepts, without empty fields', () => {
    const input = draftInput({ ...emptyDraft, name: ' a ', address: 'a:1', token: 't', slots: '4' })
    expect(input).toEqual({ name: 'a', host: 'a', port: 1, tier: 1, model: '', auth_token: 't', slots: 4 })
    expect(nodeSchema.safeParse(input).success).toBe(true)
  })
})

describe('an edited node', () => {
  const before = draftOfNode(createNode({ url: 'http://mac-mini:11434', slots: 2 }))

  it('changes nothing when nothing was changed, so that the token in the file stays', () => {
    expect(draftChanges(before, before)).toEqual({})
  })

  it('replaces both ways of writing an address', () => {
    expect(draftChanges(before, { ...before, address: 'http://new:1' })).toEqual({
      url: 'http://new:1',
      host: null,
      port: null,
    })
    expect(draftChanges(before, { ...before, address: 'new' })).toEqual({
      url: null,
      host: 'new',
      port: null,
    })
  })

  it('takes an emptied field out of the file, in a shape the schema accepts', () => {
    const changes = draftChanges(before, { ...before, slots: '', model: '', tier: 2, name: 'x ' })
    expect(changes).toEqual({ slots: null, model: null, tier: 2, name: 'x' })
    expect(nodeChanges.safeParse(changes).success).toBe(true)
  })

  it('keeps the address of its network card, writes another one and takes it out, and refuses what is none', () => {
    const sleeper = draftOfNode(createNode({ wakeMac: '00:11:22:33:44:55' }))
    expect(draftChanges(sleeper, sleeper)).toEqual({})
    const moved = draftChanges(sleeper, { ...sleeper, mac: ' 00-11-22-33-44-66 ' })
    expect(moved).toEqual({ wake: { mac: '00-11-22-33-44-66' } })
    expect(nodeChanges.safeParse(moved).success).toBe(true)
    expect(draftChanges(sleeper, { ...sleeper, mac: '' })).toEqual({ wake: null })
    expect(draftErrors({ ...sleeper, mac: 'ff:ff:ff:ff:ff:ff' }, english)).toHaveProperty('mac')
  })

  it('takes a weight as people write it, leaves it out of the file when it is emptied, and refuses nonsense', () => {
    expect(draftChanges(before, { ...before, weight: '1,5' })).toEqual({ weight: 1.5 })
    const weighted = draftOfNode(createNode({ weight: 2 }))
    expect(draftChanges(weighted, { ...weighted, weight: '' })).toEqual({ weight: null })
    for (const weight of ['0', '-1', '101', 'much']) {
      expect(draftErrors({ ...before, weight }, english)).toHaveProperty('weight')
    }
  })
})

describe('objections of the coordinator', () => {
  const refusal = (path: unknown[], message: string) =>
    new HarombeError('BAD_REQUEST', 'no', { data: { issues: [{ path, message }] } })

  it('stand at the field they are about, however deep the path', () => {
    expect(serverErrors(refusal(['url'], 'Write a URL.'), english)).toEqual({ address: 'Write a URL.' })
    expect(serverErrors(refusal(['changes', 'auth_token'], 'Too long.'), english)).toEqual({
      token: 'Too long.',
    })
    expect(serverErrors(refusal(['cluster', 'nodes', 1, 'name'], 'Taken.'), english)).toEqual({
      name: 'Taken.',
    })
  })

  it('stand at the form when they are about no field of it', () => {
    expect(serverErrors(refusal(['changes', 'capabilities'], 'No.'), english)).toEqual({ form: 'no' })
    const locked = new HarombeError('LOCKED', 'The file is busy.', { hint: 'Try again.' })
    expect(serverErrors(locked, english)).toEqual({ form: 'The file is busy. Try again.' })
  })

  it('stand at the name when it is taken', () => {
    expect(
      serverErrors(new HarombeError('CONFLICT', 'There is a node of that name.'), english),
    ).toHaveProperty('name')
  })

  it('survive issues of an unknown shape', () => {
    const odd = new HarombeError('BAD_REQUEST', 'odd', { data: { issues: [null, { path: 3 }, 'x'] } })
    expect(serverErrors(odd, english)).toEqual({ form: 'odd' })
  })
})
