import { hash } from 'node:crypto'

export interface OneTimeCodesOptions {
  monotonic(): number
  randomBytes(size: number): Uint8Array
  lifeMs: number
  /** Unused codes kept; minting one more drops the oldest. */
  limit: number
}

export interface OneTimeCodes {
  mint(): string
  /** True once for every code minted, while it lives. */
  redeem(code: string): boolean
}

/** 128-bit codes that log a browser in. Only digests are kept, so the memory of this process does not give them away. */
export function createOneTimeCodes({
  monotonic,
  randomBytes,
  lifeMs,
  limit,
}: OneTimeCodesOptions): OneTimeCodes {
  const expiries = new Map<string, number>()

  return {
    mint() {
      const code = Buffer.from(randomBytes(16)).toString('base64url')
      expiries.set(hash('sha256', code), monotonic() + lifeMs)
      const oldest = expiries.size > limit ? expiries.keys().next().value : undefined
      if (oldest !== undefined) expiries.delete(oldest)
      return code
    },
    redeem(code) {
      const key = hash('sha256', code)
      const expiry = expiries.get(key)
      expiries.delete(key)
      return expiry !== undefined && monotonic() < expiry
    },
  }
}
