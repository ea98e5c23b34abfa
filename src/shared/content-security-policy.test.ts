import { describe, expect, it } from 'vitest'
import {
  contentSecurityPolicy,
  diagramFramePath,
  diagramFramePolicy,
  headersOfPageFile,
} from './content-security-policy'

const directives = (policy: string) =>
  new Map(
    policy.split('; ').map(directive => {
      const [name = '', ...values] = directive.split(' ')
      return [name, values.join(' ')] as const
    }),
  )

describe('the policy of the page', () => {
  it('frames own files only, runs own files only, and is framed by nobody', () => {
    const policy = directives(contentSecurityPolicy)
    expect(policy.get('frame-src')).toBe("'self'")
    expect(policy.get('script-src')).toBe("'self'")
    expect(policy.get('frame-ancestors')).toBe("'none'")
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:/)
    expect(headersOfPageFile('/index.html')['x-frame-options']).toBe('DENY')
  })
})

describe('the policy of the diagram frame', () => {
  it('gives it no origin and no way out', () => {
    const policy = directives(diagramFramePolicy)
    expect(policy.get('default-src')).toBe("'none'")
    expect(policy.get('sandbox')).toBe('allow-scripts')
    expect(policy.get('frame-ancestors')).toBe("'self'")
    for (const fetching of ['connect-src', 'img-src', 'font-src', 'frame-src', 'worker-src', 'media-src'])
      expect(policy.has(fetching)).toBe(false)
  })

  it('is sent with that file alone', () => {
    expect(headersOfPageFile(diagramFramePath)['content-security-policy']).toBe(diagramFramePolicy)
    for (const path of ['/', '/diagram-frame.html/', '/DIAGRAM-FRAME.html', '/assets/diagram-frame.html'])
      expect(headersOfPageFile(path)['content-security-policy']).toBe(contentSecurityPolicy)
  })
})
