import { describe, expect, it } from 'vitest'
import { matchesNode, matchingFields } from './matching'
import { allSettings } from './setting-tree'

const german: Record<string, string> = { 'cluster/queue/max_wait': 'Wartezeit für Prüfungen' }
const found = (query: string) =>
  matchingFields(allSettings(), query, field => ({ label: german[field.id] ?? '', doc: '' })).map(
    ({ id }) => id,
  )

describe('finding a setting', () => {
  it.each([
    ['server.port', 'server/port'],
    ['max_wait', 'cluster/queue/max_wait'],
    // As a German keyboard, or one without umlauts, writes it.
    ['prufungen', 'cluster/queue/max_wait'],
    ['PRÜFUNGEN', 'cluster/queue/max_wait'],
    ['bearer loopback', 'server/auth_token'],
  ])('%j leads to %s first', (query, id) => {
    expect(found(query)[0]).toBe(id)
  })

  it('puts those whose name has it before those whose description has', () => {
    const ids = found('tier')
    expect(ids[0]).toBe('cluster/local/tier')
    expect(ids.indexOf('cluster/routing/fallback_strategy')).toBeGreaterThan(0)
  })

  it('finds nothing with nothing, or with what is nowhere', () => {
    expect(found('  ')).toEqual([])
    expect(found('port zebra')).toEqual([])
  })

  it('finds nodes by what stands in their fields', () => {
    expect(matchesNode('qwen GAMING', ['gaming-pc', 8000, 'qwen3:8b'])).toBe(true)
    expect(matchesNode('llama', ['gaming-pc', undefined])).toBe(false)
  })
})
