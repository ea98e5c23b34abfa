import { describe, expect, it } from 'vitest'
import type { Tier } from '../../../shared/entities'
import { createWorkLedger } from './ledger'

function setUp() {
  let now = 0
  const openAccount = createWorkLedger(() => now)
  return { open: (tier: Tier = 0) => openAccount(() => tier), openAccount, pass: (ms: number) => (now += ms) }
}

describe('what runs on a node', () => {
  it('tells when the next slot is free, and nothing while one is', () => {
    const { open, pass } = setUp()
    const account = open()
    account.begin(10_000)
    const leave = account.begin(4000)
    expect(account.waitMs(3)).toBeNull()
    expect(account.waitMs(2)).toBe(4000)
    expect(account.waitMs(1)).toBe(10_000)
    pass(1000)
    expect(account.waitMs(2)).toBe(3000)
    leave()
    leave()
    expect(account.running()).toBe(1)
    expect(account.waitMs(1)).toBe(9000)
  })

  it('gives an overdue request more time the longer it takes, never none', () => {
    const { open, pass } = setUp()
    const account = open()
    account.begin(1000)
    pass(5000)
    expect(account.waitMs(1)).toBe(1000)
    pass(45_000)
    expect(account.waitMs(1)).toBe(10_000)
  })
})

describe('the share of a node', () => {
  it('counts the requests of its tier, the later ones more, and no other tier’s', () => {
    const { open } = setUp()
    const [first, second, other] = [open(0), open(0), open(1)]
    for (let count = 0; count < 400; count += 1) (count % 4 === 0 ? second : first).begin(1)()
    expect(first.recentRequests() / second.recentRequests()).toBeCloseTo(3, 0)
    const before = first.recentRequests()
    other.begin(1)()
    expect(first.recentRequests()).toBe(before)
    expect(first.passedOver()).toBe(0)
    expect(second.passedOver()).toBe(3)
  })

  it('begins anew in another tier', () => {
    const { openAccount, open } = setUp()
    let tier: Tier = 0
    const account = openAccount(() => tier)
    account.begin(1)
    open(1).begin(1)
    tier = 1
    expect(account.recentRequests()).toBe(0)
    expect(account.passedOver()).toBe(0)
  })
})
