import type { HarombeHandlers } from '../../../shared/contract'
import type { EngineStatus } from '../../../shared/entities'
import type { ClusterModels } from '../../coordination/types'

/** What the handlers need of the embedded engine's installer. */
export interface EngineControl {
  status(): Promise<EngineStatus>
  install(signal: AbortSignal): AsyncIterable<{ line: string }>
}

export interface ModelsHandlerDependencies {
  models: ClusterModels
  engine: EngineControl
}

export function createModelsHandlers({
  models,
  engine,
}: ModelsHandlerDependencies): HarombeHandlers['models'] {
  return {
    watchModels: (_input, { signal }) => models.watch(signal),
    getModels: () => models.view(),
    showModel: ({ node, model }, { signal }) => models.describe(node, model, signal),
    pullModel: ({ node, model }) => models.start('pull', node, model),
    removeModel: ({ node, model }) => models.start('remove', node, model),
    loadModel: ({ node, model }) => models.start('load', node, model),
    unloadModel: ({ node, model }) => models.start('unload', node, model),
    cancelJob({ id }) {
      models.cancel(id)
      return null
    },
    listCatalogue: () => models.catalogue(),
    engineStatus: () => engine.status(),
    installEngine: (_input, { signal }) => engine.install(signal),
  }
}
