import { describe, expect, it } from 'vitest'
import { errorTable } from '../../../shared/harombe-error'
import { english } from '../../../shared/texts/english'
import { errorHelp } from './error-help'

describe('errorHelp', () => {
  it('says something and what to do for every code there is', () => {
    for (const code of Object.keys(errorTable) as (keyof typeof errorTable)[]) {
      const { title, hint } = errorHelp({ code, message: 'raw', retryable: false }, english)
      expect(title.length, code).toBeGreaterThan(5)
      expect(hint.length, code).toBeGreaterThan(5)
    }
  })

  it('goes by the code and never by the text', () => {
    const error = { code: 'TIMEOUT', message: 'no node available', retryable: true } as const
    expect(errorHelp(error, english)).toMatchObject({
      title: 'The node took too long',
      retry: true,
      cluster: false,
    })
  })

  it("prefers the sender's own hint", () => {
    expect(
      errorHelp({ code: 'NODE_ERROR', message: 'm', retryable: true, hint: 'Free some memory.' }, english)
        .hint,
    ).toBe('Free some memory.')
  })

  it('does not send who reads a page to the command line', () => {
    const hint = 'Add one with `harombe cluster add`, or try `harombe demo`.'
    const help = errorHelp({ code: 'NO_NODE_AVAILABLE', message: 'm', retryable: true, hint }, english)
    expect(help.hint).toContain('add one')
    expect(help.hint).not.toMatch(/`|harombe/)
  })

  it('shows the nodes and offers no retry when none of them is able', () => {
    const help = errorHelp(
      { code: 'NOT_SUPPORTED', message: 'No node can see images.', retryable: false },
      english,
    )
    expect(help).toMatchObject({ title: 'No node can do what this asks for', retry: false, cluster: true })
  })

  it('does not offer to retry what cannot succeed', () => {
    expect(errorHelp({ code: 'CONTEXT_TOO_LONG', message: 'm', retryable: false }, english).retry).toBe(false)
  })
})
