import type { ModelJob } from '../../../shared/entities'

type Words = Readonly<Record<ModelJob['kind'], string>>

/** To complete "does not let others …". */
export const verbs: Words = { pull: 'pull', load: 'load', unload: 'unload', remove: 'delete' }

/** To complete "it is …". */
export const beingDone: Words = {
  pull: 'being pulled',
  load: 'being loaded',
  unload: 'being unloaded',
  remove: 'being deleted',
}

/** The status of a job that ended well. */
export const done: Words = { pull: 'Pulled', load: 'Loaded', unload: 'Unloaded', remove: 'Deleted' }
