import { describe, expect, it } from 'vitest'
import type { NodeStatus } from '../../../shared/entities'
import { english } from '../../../shared/texts/english'
import { nodesHint } from './nodes-hint'

const node = (status: NodeStatus, models: string[] = []) => ({ status, models })

describe('nodesHint', () => {
  it('says nothing while a node can answer', () => {
    expect(nodesHint([node('model_missing'), node('online')], english)).toBeNull()
  })

  it('sends to the nodes when there are none, or none answers', () => {
    expect(nodesHint([], english)).toMatchObject({ link: 'Add one', route: { page: 'cluster' } })
    expect(nodesHint([node('offline'), node('disabled')], english)?.text).toBe('No node is online right now.')
  })

  it('sends to the models when only a model is missing', () => {
    const none = nodesHint([node('offline'), node('model_missing')], english)
    expect(none).toMatchObject({ text: 'No node has a model yet.', route: { page: 'models' } })
    expect(nodesHint([node('model_missing', ['other:7b'])], english)?.text).toContain('set up with')
  })
})
