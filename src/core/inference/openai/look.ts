import { z } from 'zod'
import { HarombeError, hasCode } from '../../../shared/errors'
import type { HttpConnection, HttpDocument } from '../http/connection'
import { limits } from '../limits'
import { positiveOrNull, slotsOrNull, wordOrNull } from '../untrusted-values'
import { lmStudioPaths, readLmStudioModels, readOldLmStudioModels } from './lm-studio'
import { localAiPath, readLocalAiModels } from './local-ai'
import { type ListedModel, readOpenAiModels } from './models'
import { kindOfOwner, type OpenAiKind, type OpenAiServer } from './server'

/** What a server shows of itself. */
export interface Look {
  models: ListedModel[]
  version: string | null
  simulated: boolean
  /** It is another harombe, whatever it was listed as. */
  isHarombe: boolean
  /** Requests it answers at once; null when it does not tell. */
  slots: number | null
}

/** Milliseconds for what a probe can do without; the model list has all the time the caller gives. */
const sideQuestion = 1000
/** Milliseconds until a server that is nothing special is asked again whether it is, and one is asked for its properties again. */
const productAge = 300_000
const propertiesAge = 60_000

/** Whether the list names what is in memory: such servers serve what they were started with. */
const servesOneSet = (owner: unknown) => owner === 'vllm' || owner === 'sglang' || owner === 'llamacpp'

/**
 * llama.cpp lists its model while it is still loading it, SGLang and LocalAI answer before they are ready; their health
 * says so. A server without that address, or too slow to answer it beside its work, is no worse for it.
 * @throws HarombeError NODE_LOADING
 */
async function assertReady(connection: HttpConnection, path: string, signal: AbortSignal): Promise<void> {
  const question = { method: 'GET', path, accept: 'application/json' } as const
  const bounds = { milliseconds: sideQuestion, bytes: limits.errorBytes }
  try {
    await connection.askJson(question, bounds, signal)
  } catch (error) {
    const isStarting = hasCode(error, 'NODE_BUSY') && error.data?.status === 503
    if (hasCode(error, 'NODE_LOADING')) throw error
    if (isStarting) throw new HarombeError('NODE_LOADING', `${connection.host} is still starting.`)
  }
}

const versionDocument = z.object({ version: wordOrNull })
const properties = z.object({
  build_info: wordOrNull,
  /** `--parallel`: requests beyond that wait in the server. */
  total_slots: slotsOrNull,
  default_generation_settings: z.object({ n_ctx: positiveOrNull }).nullish().catch(null),
  modalities: z.object({ vision: z.boolean().optional() }).nullish().catch(null),
})
type Properties = z.infer<typeof properties>

/** What llama.cpp's `/props` adds to the one model it has. */
function withProperties(model: ListedModel, known: Properties): ListedModel {
  const context = known.default_generation_settings?.n_ctx ?? null
  const { vision } = known.modalities ?? {}
  const { capabilities } = model.details
  return {
    ...model,
    loadedContext: context ?? model.loadedContext,
    details: {
      ...model.details,
      contextLength: context ?? model.details.contextLength,
      capabilities: vision === undefined ? capabilities : { ...capabilities, vision: vision ? 'yes' : 'no' },
    },
  }
}

/**
 * Looks at a server and teaches `server` what it is. Cheap enough for every few seconds: one list, and beside it at most a
 * health question; the rest is remembered for a while.
 */
export function createOnlooker(listed: OpenAiKind, server: OpenAiServer, now = () => performance.now()) {
  let productAskedAt = Number.NEGATIVE_INFINITY
  let lmStudioPath: 'v1' | 'v0' = 'v1'
  let known: { at: number; properties: Properties } | null = null

  const aside = (
    connection: HttpConnection,
    path: string,
    signal: AbortSignal,
  ): Promise<HttpDocument | null> => {
    const question = { method: 'GET', path, accept: 'application/json' } as const
    const bounds = { milliseconds: sideQuestion, bytes: limits.documentBytes }
    return connection.askJson(question, bounds, signal).catch(() => null)
  }

  const readLmStudio = (document: HttpDocument | null) =>
    lmStudioPath === 'v1' ? readLmStudioModels(document?.value) : readOldLmStudioModels(document?.value)

  async function lookAtLmStudio(connection: HttpConnection, signal: AbortSignal): Promise<Look | null> {
    const document = await connection.getJson(lmStudioPaths[lmStudioPath], signal)
    const models = readLmStudio(document)
    return models && { models, version: null, simulated: document.simulated, isHarombe: false, slots: null }
  }

  /** The product's own list, if it is one. */
  async function findProduct(connection: HttpConnection, signal: AbortSignal): Promise<ListedModel[] | null> {
    productAskedAt = now()
    const [newer, older, local] = await Promise.all([
      aside(connection, lmStudioPaths.v1, signal),
      aside(connection, lmStudioPaths.v0, signal),
      aside(connection, localAiPath, signal),
    ])
    const lmStudio = readLmStudioModels(newer?.value)
    lmStudioPath = lmStudio === null ? 'v0' : 'v1'
    const models = lmStudio ?? readOldLmStudioModels(older?.value)
    const localAi = models === null ? readLocalAiModels(local?.value) : null
    server.product = models !== null ? 'lmstudio' : localAi !== null ? 'localai' : null
    server.loader = lmStudio === null ? null : 'lmstudio'
    return models ?? localAi
  }

  async function readProperties(connection: HttpConnection, signal: AbortSignal): Promise<Properties | null> {
    if (known === null || now() - known.at > propertiesAge) {
      const parsed = properties.safeParse((await aside(connection, '/props', signal))?.value)
      if (parsed.success) known = { at: now(), properties: parsed.data }
    }
    return known?.properties ?? null
  }

  /** How far the server is, asked beside its list. @throws HarombeError NODE_LOADING */
  function checkHealth(connection: HttpConnection, signal: AbortSignal): Promise<void> | null {
    if (server.kind === 'llamacpp' || server.kind === 'sglang')
      return assertReady(connection, '/health', signal)
    return server.product === 'localai' ? assertReady(connection, '/readyz', signal) : null
  }

  /** @throws HarombeError */
  return async function look(connection: HttpConnection, signal: AbortSignal): Promise<Look> {
    if (server.product === 'lmstudio') {
      const seen = await lookAtLmStudio(connection, signal).catch((error: unknown) => {
        if (hasCode(error, 'MALFORMED_RESPONSE')) return null
        throw error
      })
      if (seen !== null) return seen
      server.product = null
      server.loader = null
    }
    const [document, version] = await Promise.all([
      connection.getJson('/v1/models', signal),
      server.kind === 'vllm' ? aside(connection, '/version', signal) : null,
      checkHealth(connection, signal),
    ])
    const list = readOpenAiModels(document.value, server.supports, servesOneSet)
    if (list === null) {
      throw new HarombeError(
        'MALFORMED_RESPONSE',
        `${connection.host} answers, but does not speak the OpenAI API.`,
        { hint: 'Check the port and the backend of the node.' },
      )
    }
    const owner = kindOfOwner(list.owner)
    const seen: Look = {
      models: list.models,
      version: versionDocument.safeParse(version?.value).data?.version ?? null,
      simulated: document.simulated,
      isHarombe: owner === 'harombe',
      slots: null,
    }
    if (owner === 'harombe') return seen
    server.kind = owner ?? listed
    server.loader = server.kind === 'llamacpp' && list.isRouter ? 'router' : null
    if (server.kind === 'llamacpp' && !list.isRouter) {
      const told = await readProperties(connection, signal)
      const [only] = list.models
      if (told === null || only === undefined) return seen
      return {
        ...seen,
        version: told.build_info,
        slots: told.total_slots,
        models: [withProperties(only, told), ...list.models.slice(1)],
      }
    }
    const isPlain = server.kind === 'openai'
    if (!isPlain) server.product = null
    const isDue = server.product === 'localai' || now() - productAskedAt > productAge
    const own = isPlain && isDue ? await findProduct(connection, signal) : null
    return own === null ? seen : { ...seen, models: own }
  }
}
