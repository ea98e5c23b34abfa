import type { HarombeHandlers } from '../../../shared/contract'
import type { Caller } from '../../../shared/contract/caller'
import type { Actor } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import type { ConfigFile } from '../../config/types'

type ConfigCalls = HarombeHandlers['config']

/** What plans and carries out; the file itself is beside it. `by` is who asked, as the transport knows it. */
export interface Convergence
  extends Pick<
    ConfigCalls,
    | 'planConfig'
    | 'watchApply'
    | 'cancelApply'
    | 'listVersions'
    | 'getVersion'
    | 'draftFromDiscovery'
    | 'moveSecrets'
  > {
  saveFile(input: Parameters<ConfigCalls['saveFile']>[0], by: Actor): ReturnType<ConfigCalls['saveFile']>
  startApply(
    input: Parameters<ConfigCalls['startApply']>[0],
    by: Actor,
  ): ReturnType<ConfigCalls['startApply']>
  resumeApply(
    input: Parameters<ConfigCalls['resumeApply']>[0],
    by: Actor,
  ): ReturnType<ConfigCalls['resumeApply']>
}

const actorOf = ({ kind }: Caller): Actor => kind

const missing = (): never => {
  throw new HarombeError('NOT_SUPPORTED', 'This harombe cannot plan yet.')
}

export function createConfigHandlers(
  file: Pick<ConfigFile, 'watchView'>,
  convergence: Convergence | null = null,
): ConfigCalls {
  const there = () => convergence ?? missing()
  return {
    watchFile: (_input, { signal }) => file.watchView(signal),
    saveFile: (input, { caller }) => there().saveFile(input, actorOf(caller)),
    planConfig: (input, context) => there().planConfig(input, context),
    startApply: (input, { caller }) => there().startApply(input, actorOf(caller)),
    watchApply: (input, context) => there().watchApply(input, context),
    cancelApply: (input, context) => there().cancelApply(input, context),
    resumeApply: (input, { caller }) => there().resumeApply(input, actorOf(caller)),
    listVersions: (input, context) => there().listVersions(input, context),
    getVersion: (input, context) => there().getVersion(input, context),
    draftFromDiscovery: (input, context) => there().draftFromDiscovery(input, context),
    moveSecrets: (input, context) => there().moveSecrets(input, context),
  }
}
