import { describe, expect, it } from 'vitest'
import { clusterView, nodeView } from '../../../shared/entities/testing/views'
import { english } from '../../../shared/texts/english'
import { findItems, type PaletteWorld, paletteItems } from './palette-items'

const world = (changes: Partial<PaletteWorld> = {}): PaletteWorld => ({
  canRun: () => true,
  view: clusterView([
    nodeView('gaming-pc', { tier: 2, model: 'qwen3:32b', models: ['qwen3:32b', 'gemma3:4b'] }),
    nodeView('mini', { model: 'gemma3:4b', models: ['gemma3:4b'], status: 'draining' }),
  ]),
  chats: [],
  endpoint: 'http://127.0.0.1:8420',
  canOpenFolder: false,
  isDesktop: false,
  isOnline: true,
  ...changes,
})

const found = (query: string, changes: Partial<PaletteWorld> = {}) =>
  findItems(paletteItems(world(changes), english), query).flatMap(({ items }) => items)
const ids = (query: string, changes: Partial<PaletteWorld> = {}) => found(query, changes).map(({ id }) => id)

describe('the palette', () => {
  it('has ids of their own, or an entry would be chosen for another', () => {
    const all = paletteItems(world(), english).map(({ id }) => id)
    expect(new Set(all).size).toBe(all.length)
  })

  it('offers what can be done to a node, by verb and name', () => {
    expect(ids('drain gam')).toEqual(['drain/gaming-pc'])
    expect(found('mini').find(({ id }) => id === 'drain/mini')?.action).toEqual({
      kind: 'drain',
      node: 'mini',
      draining: false,
    })
    expect(ids('gaming-pc')[0]).toBe('node/gaming-pc')
  })

  it('lists a model once, with the nodes that have it', () => {
    const models = found('gemma').filter(({ section }) => section === 'models')
    expect(models.map(({ title, hint }) => [title, hint])).toEqual([['gemma3:4b', 'gaming-pc, mini']])
  })

  it('offers nothing that needs a coordinator while it is away, and all that does not', () => {
    const away = { isOnline: false, isDesktop: true, canOpenFolder: true }
    expect(ids('mini', away)).toEqual(['node/mini', 'copy/mini'])
    expect(ids('logs', away)).toEqual([])
    expect(ids('theme dark', away)).toEqual(['theme/dark'])
    expect(ids('settings', away)).toContain('command/openSettings')
  })

  it('hides what the host cannot do and what nobody runs here', () => {
    expect(ids('logs')).toEqual([])
    expect(ids('logs', { isDesktop: true })).toEqual(['logs'])
    expect(ids('sidebar chats', { canRun: id => id === 'newChat' })).toEqual([])
  })

  it('starts short: no choice or action before something is typed', () => {
    const first = findItems(paletteItems(world(), english), '')
    expect(first.map(({ section }) => section)).toEqual(['commands', 'nodes'])
    expect(first.flatMap(({ items }) => items).some(({ onlyAsked }) => onlyAsked)).toBe(false)
  })
})
