import { digestOf } from '../canonical-json'
import type { CallPlan } from '../tools/types'

type Planned = Pick<CallPlan, 'risk' | 'exact' | 'binding' | 'cwd'>

/**
 * What one approval is given for, SHA-256 in hex: the tool, what is shown, everything the call depends on, for whom it is made,
 * and a nonce, so that no two questions have the same.
 */
export function approvalDigest(tool: string, plan: Planned, session: string, nonce: string): string {
  const { risk, exact, binding, cwd } = plan
  return digestOf({ tool, risk, exact, binding, cwd, session, nonce })
}

/** The call itself, whoever makes it and when: what is remembered. */
export function callKey(tool: string, plan: Planned, workspace: string): string {
  const { risk, exact, binding, cwd } = plan
  return digestOf({ tool, risk, exact, binding, cwd, workspace })
}

/** Of a call that never got as far as a plan. */
export const rawCallDigest = (tool: string, argumentsOf: unknown): string =>
  digestOf({ tool, arguments: argumentsOf })
