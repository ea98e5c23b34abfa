import { z } from 'zod'
import type { LoadedModel, ModelSummary } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import type { HttpConnection, HttpDocument } from '../http/connection'
import type { ProbeResult } from '../protocol'
import { wordOrNull } from '../untrusted-values'
import { isNamed, readModelList, readRunningModels } from './models'

/** Milliseconds for which routine looks believe the model list: with the next look it is shown anew within half a minute. */
const listAge = 20_000

const versionDocument = z.object({
  version: wordOrNull,
  /** A harombe speaks Ollama's API too, and says so: two that list each other must know, or they ask in circles. */
  harombe: wordOrNull,
})
type Version = z.infer<typeof versionDocument>

interface Listed {
  models: ModelSummary[]
  /** In memory at the time: what was deleted since it was loaded is on no list. */
  loaded: readonly LoadedModel[]
  simulated: boolean
  version: Version | undefined
  at: number
}

/**
 * Looks at an Ollama server. The list of a server with many models is long and seldom changes, so routine looks ask for what
 * is in memory and for the version only, unless something there says that the list may be another by now.
 */
export function createOllamaOnlooker(now = () => performance.now()) {
  let listed: Listed | null = null

  const readVersion = (document: HttpDocument | null) => versionDocument.safeParse(document?.value).data

  function resultOf(
    { models, simulated, version }: Pick<Listed, 'models' | 'simulated' | 'version'>,
    loaded: LoadedModel[] | null,
  ): ProbeResult {
    const harombe = version?.harombe ?? null
    return {
      backend: harombe === null ? 'ollama' : 'harombe',
      models,
      loaded,
      memory: null,
      version: harombe ?? version?.version ?? null,
      simulated,
    }
  }

  /** Null: everything has to be asked for. */
  async function lookBriefly(
    connection: HttpConnection,
    known: Listed,
    signal: AbortSignal,
  ): Promise<ProbeResult | null> {
    // Whoever lacks one of the two is no Ollama, and is known by its list. What is wrong else comes to light with that.
    const [running, document] = await Promise.all([
      connection.getJson('/api/ps', signal).catch(() => null),
      connection.getJson('/api/version', signal).catch(() => null),
    ])
    const loaded = readRunningModels(running?.value)
    const version = readVersion(document)
    if (running === null || loaded === null || version === undefined) return null
    // Another version is another server, and what is in memory and on no list was pulled since.
    const isSame =
      version.version === known.version?.version &&
      version.harombe === known.version?.harombe &&
      running.simulated === known.simulated
    const names = [...known.models, ...known.loaded]
    const isComplete = loaded.every(({ name }) => names.some(model => isNamed(model.name, name)))
    return isSame && isComplete ? resultOf(known, loaded) : null
  }

  async function lookFully(connection: HttpConnection, signal: AbortSignal): Promise<ProbeResult> {
    listed = null
    const at = now()
    const [tags, version, running] = await Promise.all([
      connection.getJson('/api/tags', signal),
      // Stand-ins often serve the model list only: that is still a server that is up.
      connection.getJson('/api/version', signal).catch(() => null),
      connection.getJson('/api/ps', signal).catch(() => null),
    ])
    const models = readModelList(tags.value)
    if (models === null) {
      throw new HarombeError(
        'MALFORMED_RESPONSE',
        `${connection.host} answers, but is not an Ollama server.`,
        {
          hint: 'Check the port and the backend of the node.',
        },
      )
    }
    const loaded = readRunningModels(running?.value)
    const seen = { models, simulated: tags.simulated, version: readVersion(version), at }
    // A stand-in that has but the list is asked for that every time.
    if (loaded !== null && seen.version !== undefined) listed = { ...seen, loaded }
    return resultOf(seen, loaded)
  }

  /** @throws HarombeError */
  return async function look(
    connection: HttpConnection,
    signal: AbortSignal,
    isRoutine: boolean,
  ): Promise<ProbeResult> {
    const known = listed
    const isRecent = known !== null && now() - known.at < listAge
    const seen = isRoutine && isRecent ? await lookBriefly(connection, known, signal) : null
    return seen ?? (await lookFully(connection, signal))
  }
}
