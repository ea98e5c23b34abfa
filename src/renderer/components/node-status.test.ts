import { expect, it } from 'vitest'
import { nodeStatus } from '../../shared/entities'
import { english } from '../../shared/texts/english'
import { createNode } from './node.fixture'
import { isResting, nodeStatusLook } from './node-status'

it('gives every state a shape of its own, so that colour is never needed to tell them apart', () => {
  const looks = [
    ...nodeStatus.options.map(status => nodeStatusLook(createNode({ status, activeRequests: 0 }), english)),
    nodeStatusLook(createNode({ activeRequests: 1 }), english),
  ]
  expect(new Set(looks.map(look => look.shape)).size).toBe(looks.length)
  expect(new Set(looks.map(look => look.label)).size).toBe(looks.length)
})

it('calls a node that went away offline even while its last request is not yet accounted for', () => {
  expect(nodeStatusLook(createNode({ status: 'offline', activeRequests: 1 }), english).label).toBe('Offline')
})

it('does not call a node online and idle that gets nothing because it fails', () => {
  const open = { model: 'm', state: 'open', since: 0, retryAt: 5, reason: '' } as const
  const failing = createNode({ model: 'm', breakers: [open] })
  expect(nodeStatusLook(failing, english).label).toBe('Failing')
  expect(isResting(createNode({ model: 'other', breakers: [open] }))).toBe(false)
  expect(isResting(createNode({ model: 'm', breakers: [{ ...open, state: 'half_open' }] }))).toBe(false)
})
