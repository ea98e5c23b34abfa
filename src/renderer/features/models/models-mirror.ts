import type { HarombeClient } from '../../../shared/contract'
import type { ModelsView } from '../../../shared/entities'
import { applyModelsUpdate } from '../../../shared/entities/models-update'
import { followStream } from '../../client/follow-stream'
import { createMirror, type Mirror } from '../../mirrors'
import { texts } from '../../texts'

export type ModelsMirror = Mirror<ModelsView>

/** What the coordinator says of models and of the work on them. */
export function createModelsMirror(client: HarombeClient): ModelsMirror {
  return createMirror((show, signal) => {
    let view: ModelsView | null = null
    return followStream(
      client,
      'models.watchModels',
      () => {
        // A stream that is opened again begins with all of it.
        view = null
        return {}
      },
      update => {
        view = applyModelsUpdate(view, update)
        if (view !== null) show(view)
      },
      signal,
      { endless: true },
    )
  }, texts.t('models.notWatched'))
}
