import type { ModelJob } from './model'

/** The procedure that begins work of a kind. */
export const jobPaths = {
  pull: 'models.pullModel',
  load: 'models.loadModel',
  unload: 'models.unloadModel',
  remove: 'models.removeModel',
} as const satisfies Record<ModelJob['kind'], string>

/** What is true once it is done, between the model and the node. */
export const jobEndings = {
  pull: 'is on',
  load: 'is loaded on',
  unload: 'is unloaded on',
  remove: 'was deleted from',
} as const satisfies Record<ModelJob['kind'], string>
