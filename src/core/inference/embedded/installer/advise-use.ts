import type { EngineStatus } from '../../../../shared/entities'

/** Says how to put an engine to use that is installed and that the configuration at `configPath` does not name. */
export function adviseUse(status: EngineStatus, backend: string, configPath: string): EngineStatus {
  const idle = status.state === 'ready' && backend !== 'embedded'
  if (!idle || status.hint !== null) return status
  return {
    ...status,
    hint: `Not in use yet: write \`inference: {backend: embedded}\` into ${configPath}, and this machine answers with it.`,
  }
}
