import type { Caller } from '../../../shared/contract/caller'

/**
 * What a route may ask of its caller: `infer` has a model answer, `read` looks at the cluster, `manage` pulls and deletes
 * models, `contract` is `/rpc`.
 */
export type RouteScope = 'infer' | 'read' | 'manage' | 'contract'

/** Who a request comes from, as far as the gateway could make sure of it. */
export type Principal =
  /** Nobody in particular; public routes only. */
  | { kind: 'anonymous' }
  /** A program on this machine that speaks to a drop-in route without a credential. */
  | { kind: 'local' }
  /** Sent `server.auth_token`: another program or another coordinator. */
  | { kind: 'token' }
  /** A browser tab that redeemed a one-time code. */
  | { kind: 'session'; sessionId: string }
  /** Read the lock file: the CLI. */
  | { kind: 'admin' }

const scopes: Record<Principal['kind'], readonly RouteScope[]> = {
  anonymous: [],
  local: ['infer', 'read'],
  token: ['infer', 'read'],
  session: ['infer', 'read', 'manage', 'contract'],
  admin: ['infer', 'read', 'manage', 'contract'],
}

export const anonymous: Principal = { kind: 'anonymous' }
export const local: Principal = { kind: 'local' }

export const hasScope = (principal: Principal, scope: RouteScope): boolean =>
  scopes[principal.kind].includes(scope)

/** The identity under which the contract is served; null for principals that may not use it. */
export function callerOf(principal: Principal): Caller | null {
  if (principal.kind === 'session') return { kind: 'browser', scopes: ['read', 'chat', 'admin'] }
  if (principal.kind === 'admin') return { kind: 'cli', scopes: ['read', 'chat', 'admin'] }
  return null
}
