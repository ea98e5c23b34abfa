import { describe, expect, it } from 'vitest'
import type { ApprovalRequest } from '../../shared/entities'
import { takeApprovals } from './approvals-mirror'

const request = (id: string, change: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  id,
  digest: 'a'.repeat(64),
  callId: `call-${id}`,
  messageId: 'm1',
  conversationId: 'c1',
  tool: 'shell',
  risk: 'shell',
  title: 'Run a command',
  exact: { text: 'ls', bytes: 2, isCut: false },
  cwd: '/w',
  reasons: [],
  canRemember: true,
  remainingMs: 120_000,
  ...change,
})

describe('takeApprovals', () => {
  it('keeps one that still waits as it is, and lets go of one that was decided elsewhere', () => {
    const first = takeApprovals([], [request('a'), request('b')], 1_000)
    const second = takeApprovals(first, [request('b', { remainingMs: 110_000 })], 11_200)
    expect(second).toHaveLength(1)
    expect(second[0]).toBe(first[1])
  })

  it('takes what is asked anew for another one, whatever its id', () => {
    const first = takeApprovals([], [request('a')], 0)
    const [again] = takeApprovals(first, [request('a', { digest: 'b'.repeat(64) })], 10)
    expect(again?.request.digest).toBe('b'.repeat(64))
  })

  it('believes a deadline that moved, as after a machine slept', () => {
    const first = takeApprovals([], [request('a')], 0)
    const [moved] = takeApprovals(first, [request('a', { remainingMs: 30_000 })], 10_000)
    expect(moved?.deadline).toBe(40_000)
  })
})
