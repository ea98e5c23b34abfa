import { describe, expect, it } from 'vitest'
import { overlaysOfRun } from './overlays-of-run'

describe('overlaysOfRun', () => {
  it.each([
    [undefined, {}, undefined],
    [undefined, { HAROMBE_OVERLAY: '' }, undefined],
    [undefined, { HAROMBE_OVERLAY: 'home, travel,home' }, ['home', 'travel']],
    [['office', 'a,b'], { HAROMBE_OVERLAY: 'home' }, ['office', 'a', 'b']],
    [[''], { HAROMBE_OVERLAY: 'home' }, []],
  ])('takes %j before %j', (override, env, names) => {
    expect(overlaysOfRun({ env, override })).toEqual(names)
  })

  it.each(['../home', 'a b', 'home.yaml', 'x'.repeat(64)])('leads nowhere else for %j', name => {
    expect(() => overlaysOfRun({ env: {}, override: [name] })).toThrowError(
      expect.objectContaining({ code: 'BAD_REQUEST' }),
    )
  })
})
