import type { HarombeHandlers } from '../../../shared/contract'
import type { Actor, EngineStatus, ModelsUpdate, ModelsView } from '../../../shared/entities'
import { changedModels } from '../../../shared/entities/models-update'
import { HarombeError } from '../../../shared/errors'
import type { ClusterModels } from '../../coordination/types'

/** What the handlers need of the embedded engine's installer. */
export interface EngineControl {
  status(): Promise<EngineStatus>
  install(signal: AbortSignal): AsyncIterable<{ line: string }>
}

export interface ModelsHandlerDependencies {
  models: ClusterModels
  engine: EngineControl
  /** Writes into harombe.yaml that this machine answers with the engine, and follows it. */
  useEngine(by: Actor): Promise<void>
  /**
   * Resolves when what is being found out of models and machines is known, or after a few seconds: one look that begins at
   * once, as of a command, would show that nothing is known yet. Never rejects.
   */
  settled(signal: AbortSignal): Promise<void>
}

/** The view once, then what changed of it. */
async function* sendChanges(views: AsyncIterable<ModelsView>): AsyncGenerator<ModelsUpdate, void> {
  let before: ModelsView | null = null
  for await (const view of views) {
    yield* changedModels(before, view)
    before = view
  }
}

/** A machine that is told to answer with nothing answers no more. */
function notThereYet(state: 'absent' | 'installing', hint: string | null): HarombeError {
  return state === 'installing'
    ? new HarombeError('CONFLICT', 'The engine is being installed.', {
        hint: 'Try again when it is there.',
        retryable: true,
      })
    : new HarombeError('NODE_REFUSED', 'The engine is not installed.', { hint: hint ?? undefined })
}

export function createModelsHandlers({
  models,
  engine,
  useEngine,
  settled,
}: ModelsHandlerDependencies): HarombeHandlers['models'] {
  return {
    watchModels: (_input, { signal }) => sendChanges(models.watch(signal)),
    async getModels(_input, { signal }) {
      await settled(signal)
      return models.view()
    },
    showModel: ({ node, model }, { signal }) => models.describe(node, model, signal),
    pullModel: ({ node, model }) => models.start('pull', node, model),
    removeModel: ({ node, model }) => models.start('remove', node, model),
    loadModel: ({ node, model }) => models.start('load', node, model),
    unloadModel: ({ node, model }) => models.start('unload', node, model),
    cancelJob({ id }) {
      models.cancel(id)
      return null
    },
    async listCatalogue(_input, { signal }) {
      await settled(signal)
      return models.catalogue()
    },
    engineStatus: () => engine.status(),
    installEngine: (_input, { signal }) => engine.install(signal),
    async useEngine(_input, { caller }) {
      const { state, hint } = await engine.status()
      if (state === 'absent' || state === 'installing') throw notThereYet(state, hint)
      await useEngine(caller.kind)
      return engine.status()
    },
  }
}
