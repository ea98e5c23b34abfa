import { expect, it } from 'vitest'
import { nodeStatus } from '../../shared/entities'
import { nodeStatusLook } from './node-status'

it('gives every state a shape of its own, so that colour is never needed to tell them apart', () => {
  const looks = [
    ...nodeStatus.options.map(status => nodeStatusLook({ status, activeRequests: 0 })),
    nodeStatusLook({ status: 'online', activeRequests: 1 }),
  ]
  expect(new Set(looks.map(look => look.shape)).size).toBe(looks.length)
  expect(new Set(looks.map(look => look.label)).size).toBe(looks.length)
})

it('calls a node that went away offline even while its last request is not yet accounted for', () => {
  expect(nodeStatusLook({ status: 'offline', activeRequests: 1 }).label).toBe('Offline')
})
