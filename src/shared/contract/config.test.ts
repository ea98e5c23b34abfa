import { expect, it } from 'vitest'
import { configContract } from './config'

it('lets nobody but the owner read or change harombe.yaml', () => {
  const scopes = Object.values(configContract).map(({ scope }) => scope)
  expect(scopes.length).toBeGreaterThan(10)
  expect(new Set(scopes)).toEqual(new Set(['admin']))
})
