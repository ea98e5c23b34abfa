import { findUnfitModels } from '../../core/coordination/models/find-unfit-models'
import type { Config } from '../../shared/config/schema'
import type { HarombeClient } from '../../shared/contract'
import type { EngineStatus } from '../../shared/entities'
import type { Finding } from './finding'

/** The embedded engine is optional: only one that is meant to answer and cannot is worth a warning. */
export function engineFinding(status: EngineStatus, isWanted: boolean): Finding {
  const { state, version, accelerator } = status
  const check = 'embedded engine'
  const hint = status.hint ?? undefined
  if (state === 'absent') {
    return isWanted
      ? {
          check,
          verdict: 'warn',
          detail: 'inference.backend is embedded, and the engine is not installed.',
          hint,
        }
      : {
          check,
          verdict: 'ok',
          detail: 'not installed; `harombe engine install --use` lets this machine answer by itself',
        }
  }
  const offer = '`harombe engine use` lets this machine answer with it'
  const facts = [state, version === null ? null : `node-llama-cpp ${version}`, accelerator].filter(
    fact => fact !== null,
  )
  return {
    check,
    verdict: state === 'failed' ? 'warn' : 'ok',
    detail: state === 'ready' && !isWanted ? `${facts.join(', ')}; ${offer}` : facts.join(', '),
    hint,
  }
}

/** Models the file names: `auto` and nothing are no wish. */
export function wantedModels({ model, cluster }: Config): string[] {
  return [model.name, ...cluster.nodes.map(node => node.model)].filter(name => name !== '' && name !== 'auto')
}

/** The embedded engine, and models that are wanted and fit no single node. */
export async function checkModels(client: HarombeClient, config: Config): Promise<Finding[]> {
  const [status, view, catalogue] = await Promise.all([
    client.call('models.engineStatus', {}),
    client.call('models.getModels', {}),
    client.call('models.listCatalogue', {}),
  ])
  return [
    engineFinding(status, config.inference.backend === 'embedded'),
    ...findUnfitModels(view, catalogue, wantedModels(config)).map(
      ({ model, message, hint }): Finding => ({
        check: `model ${model}`,
        verdict: 'warn',
        detail: message,
        hint,
      }),
    ),
  ]
}
