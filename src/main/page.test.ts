import { describe, expect, it } from 'vitest'
import { originOf, resolvePage } from './page'

describe('originOf', () => {
  it('tells custom schemes apart, which URL.origin does not', () => {
    expect(originOf('harombe://app/index.html')).toBe('harombe://app')
    expect(originOf('harombe://evil/')).toBe('harombe://evil')
    expect(originOf('https://app/')).toBe('https://app')
    expect(originOf('http://localhost:5173/x')).toBe('http://localhost:5173')
  })

  it.each(['data:text/html,x', 'about:blank', 'javascript:alert(1)', 'harombe:app', '', 'null'])(
    'gives %j none',
    address => expect(originOf(address)).toBeNull(),
  )
})

describe('resolvePage', () => {
  it('lets no environment variable move a packaged app to another page', () => {
    expect(resolvePage(true, 'http://localhost:5173').url).toBe('harombe://app/')
    expect(resolvePage(false, undefined).origin).toBe('harombe://app')
    expect(resolvePage(false, 'http://localhost:5173')).toEqual({
      url: 'http://localhost:5173/',
      origin: 'http://localhost:5173',
    })
  })
})
