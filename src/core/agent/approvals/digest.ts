import { createHash } from 'node:crypto'
import type { CallPlan } from '../tools/types'

/** JSON with keys in one order and nothing left open to how an object was built. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(part => canonicalJson(part ?? null)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`)
    return `{${parts.join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}

const sha256 = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('hex')

type Planned = Pick<CallPlan, 'risk' | 'exact' | 'binding' | 'cwd'>

/**
 * What one approval is given for, SHA-256 in hex: the tool, what is shown, everything the call depends on, for whom it is made,
 * and a nonce, so that no two questions have the same.
 */
export function approvalDigest(tool: string, plan: Planned, session: string, nonce: string): string {
  const { risk, exact, binding, cwd } = plan
  return sha256({ tool, risk, exact, binding, cwd, session, nonce })
}

/** The call itself, whoever makes it and when: what is remembered. */
export function callKey(tool: string, plan: Planned, workspace: string): string {
  const { risk, exact, binding, cwd } = plan
  return sha256({ tool, risk, exact, binding, cwd, workspace })
}

/** Of a call that never got as far as a plan. */
export const rawCallDigest = (tool: string, argumentsOf: unknown): string =>
  sha256({ tool, arguments: argumentsOf })
