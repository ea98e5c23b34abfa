import { describe, expect, it } from 'vitest'
import { formatRoute, parseRoute, type Route } from './navigation'

describe('routes', () => {
  it.each<[string, Route]>([
    ['', { page: 'chat', conversationId: null }],
    ['#/chat/abc-1', { page: 'chat', conversationId: 'abc-1' }],
    ['#/cluster', { page: 'cluster', node: null }],
    ['#/cluster/gaming%20pc', { page: 'cluster', node: 'gaming pc' }],
    ['#/nonsense', { page: 'chat', conversationId: null }],
    ['#/chat/<img>', { page: 'chat', conversationId: null }],
    ['#/cluster/%E0%A4%A', { page: 'cluster', node: null }],
    ['#/activity', { page: 'activity', request: null }],
    ['#/activity/r-1', { page: 'activity', request: 'r-1' }],
    ['#/activity/<img>', { page: 'activity', request: null }],
    ['#/memory', { page: 'memory' }],
    ['#/tools', { page: 'tools', section: 'tools' }],
    ['#/tools/audit', { page: 'tools', section: 'audit' }],
    ['#/tools/<img>', { page: 'tools', section: 'tools' }],
    ['#/config/plan/12', { page: 'config', panel: 'plan', version: 12 }],
    ['#/config/elsewhere/1', { page: 'config' }],
    ['#/config/history/-1', { page: 'config', panel: 'history' }],
    ['#/models', { page: 'models', model: null, node: null }],
    ['#/models/qwen3%3A8b', { page: 'models', model: 'qwen3:8b', node: null }],
    ['#/models/hf.co%2Fa%2Fb%3AQ4/mini', { page: 'models', model: 'hf.co/a/b:Q4', node: 'mini' }],
  ])('reads %s', (hash, route) => expect(parseRoute(hash)).toEqual(route))

  it.each<Route>([
    { page: 'chat', conversationId: null },
    { page: 'chat', conversationId: 'a_b-1' },
    { page: 'cluster', node: 'büro pc #2?' },
    { page: 'activity', request: 'r_1' },
    { page: 'memory' },
    { page: 'tools', section: 'tools' },
    { page: 'tools', section: 'servers' },
    { page: 'config' },
    { page: 'config', panel: 'plan' },
    { page: 'config', panel: 'history', version: 3 },
    { page: 'models', model: null, node: null },
    { page: 'models', model: 'hf.co/someone/model-gguf:Q4_K_M', node: 'büro pc #2?' },
  ])('reads what it writes: %o', route => expect(parseRoute(formatRoute(route))).toEqual(route))
})
