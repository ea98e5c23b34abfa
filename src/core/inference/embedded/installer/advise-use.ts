import type { EngineStatus } from '../../../../shared/entities'

/** Says how to put an engine to use that is installed while this machine answers with another `backend`. */
export function adviseUse(status: EngineStatus, backend: string): EngineStatus {
  const idle = status.state === 'ready' && backend !== 'embedded'
  if (!idle || status.hint !== null) return status
  return { ...status, hint: 'Not in use yet: `harombe engine use` lets this machine answer with it.' }
}
