import { describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../../shared/entities'
import { english } from '../../../shared/texts/english'
import { entryLook, isMatch } from './audit-words'

const entry = (change: Partial<AuditEntry>): AuditEntry => ({
  sequence: 1,
  at: 0,
  callId: 'c',
  conversationId: null,
  tool: 'shell',
  risk: 'shell',
  summary: 'ls',
  digest: '',
  event: 'asked',
  ...change,
})

describe('what the audit says', () => {
  it.each([
    [{ event: 'decided', decision: 'nobody' } as const, 'Nobody was there to ask'],
    [{ event: 'decided', decision: 'approved' } as const, 'Allowed'],
    [{ event: 'ended', state: 'failed', exitCode: 2 } as const, 'Failed, exit code 2'],
    [{ event: 'ended', state: 'unknown' } as const, 'May have run'],
    [{ event: 'revoked' } as const, 'Permission taken back'],
  ])('reads %o as %s', (change, text) => expect(entryLook(entry(change), english).text).toBe(text))

  it('shows no success where a call was denied or stopped', () => {
    for (const state of ['denied', 'cancelled', 'unknown', 'refused'] as const)
      expect(entryLook(entry({ event: 'ended', state }), english).shape).not.toBe('ok')
  })

  it('filters by tool and decision together', () => {
    const denied = entry({ event: 'decided', decision: 'denied' })
    expect(isMatch(denied, { tool: 'shell', decision: 'denied' })).toBe(true)
    expect(isMatch(denied, { tool: 'shell', decision: 'approved' })).toBe(false)
    expect(isMatch(entry({}), { decision: 'denied' })).toBe(false)
  })
})
