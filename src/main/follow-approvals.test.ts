import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createApprovalDesk } from '../core/agent/approvals/desk'
import { systemClock } from '../shared/clock'
import type { HarombeContract } from '../shared/contract'
import { agentContract } from '../shared/contract/agent'
import { call, stream } from '../shared/contract/define'
import type { ApprovalRequest } from '../shared/entities'
import { createMemoryChannelPair } from '../shared/rpc/channel'
import { createRpcClient } from '../shared/rpc/client'
import { createRouter, serveChannel } from '../shared/rpc/server'
import { followApprovals } from './follow-approvals'

const caller = { kind: 'desktop', scopes: ['read', 'chat', 'admin'] } as const
const reportUnknown = () => 'reference'

const request: Omit<ApprovalRequest, 'remainingMs'> = {
  id: 'q1',
  digest: 'a'.repeat(64),
  callId: 'call1',
  messageId: null,
  conversationId: 'c1',
  tool: 'shell',
  risk: 'shell',
  title: 'Run a program',
  exact: { text: 'ls', bytes: 2, isCut: false },
  cwd: null,
  reasons: [],
  canRemember: false,
}

function setUp() {
  const desk = createApprovalDesk(systemClock)
  const { watchApprovals } = agentContract
  const router = createRouter(
    { agent: { watchApprovals } },
    { agent: { watchApprovals: (_input, { signal }) => desk.watch(signal) } },
  )
  const [near, far] = createMemoryChannelPair()
  serveChannel(far, router, caller, { reportUnknown })
  const shown: string[][] = []
  const leave = followApprovals(createRpcClient<HarombeContract>(near), waiting =>
    shown.push(waiting.map(({ id }) => id)),
  )
  return { desk, near, shown, leave }
}

describe('following approvals', () => {
  it('makes the desktop present, shows what waits, and is over when it is left', async () => {
    const { desk, shown, leave } = setUp()
    await vi.waitFor(() => expect(desk.isAttended()).toBe(true))
    const answer = desk.ask(request, new AbortController().signal)
    await vi.waitFor(() => expect(shown.at(-1)).toEqual(['q1']))
    desk.decide({ id: 'q1', digest: request.digest, approve: false, remember: false, by: 'the app' })
    expect((await answer).decision).toBe('denied')
    await vi.waitFor(() => expect(shown.at(-1)).toEqual([]))
    leave()
    await vi.waitFor(() => expect(desk.isAttended()).toBe(false))
    desk.stop()
  })

  it('shows nothing any more when the connection goes', async () => {
    const { desk, near, shown } = setUp()
    await vi.waitFor(() => expect(desk.isAttended()).toBe(true))
    void desk.ask(request, new AbortController().signal)
    await vi.waitFor(() => expect(shown.at(-1)).toEqual(['q1']))
    near.close()
    await vi.waitFor(() => expect(shown.at(-1)).toEqual([]))
    await vi.waitFor(() => expect(desk.isAttended()).toBe(false))
    desk.stop()
  })

  it('bears a coordinator that knows no approvals', async () => {
    const older = {
      system: { ping: call('read', z.object({}), z.null()) },
      agent: { other: stream('read', z.object({}), z.null()) },
    }
    const router = createRouter(older, {
      system: { ping: () => null },
      agent: { async *other() {} },
    })
    const [near, far] = createMemoryChannelPair()
    serveChannel(far, router, caller, { reportUnknown })
    const told = vi.fn()
    followApprovals(createRpcClient<HarombeContract>(near), told)
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith([]))
  })
})
