import { HarombeError } from '../../../shared/errors'
import { pause } from '../../../shared/pause'
import type { HttpConnection } from '../http/connection'
import { cancellation } from '../http/request-scope'
import { limits } from '../limits'
import { createFixedLibrary } from '../model-library'
import type { ClientTimeouts, InferenceOptions, LoadOptions, ModelLibrary } from '../protocol'
import { createRecent } from '../recent'
import type { Look } from './look'
import type { ListedModel } from './models'
import type { OpenAiServer } from './server'

type See = (connection: HttpConnection, signal: AbortSignal) => Promise<Look>

/** Milliseconds for which a look is believed when models are described one after the other. */
const lookAge = 5_000
/** Milliseconds between two looks at a router that is loading a model. */
const routerInterval = 500

/**
 * vLLM, SGLang, LocalAI and a plain llama.cpp serve what they were started with. LM Studio and llama.cpp's router load and
 * unload on demand; they fetch models too, but neither stops when the caller leaves, so that is left to their own windows.
 */
export function createOpenAiLibrary(
  connection: HttpConnection,
  timeouts: ClientTimeouts,
  server: OpenAiServer,
  see: See,
): ModelLibrary {
  const { host } = connection
  const look = createRecent(signal => see(connection, signal), lookAge)
  const pick = ({ models }: Look, model: string) => models.find(({ name }) => name === model)
  const fixed = createFixedLibrary(host, async (model, { signal }) => {
    const found = pick(await look.read(signal), model) ?? (await find(model, signal))
    return found.details
  })

  /** As it is at this moment. */
  async function find(model: string, signal: AbortSignal): Promise<ListedModel> {
    const found = pick(await look.refresh(signal), model)
    if (found !== undefined) return found
    throw new HarombeError('MODEL_MISSING', `${host} has no model "${model}".`, {
      hint: 'Install the model there, or choose one that the node has.',
    })
  }

  const order = (path: string, body: object, model: string, options: InferenceOptions) => {
    const question = { method: 'POST', path, accept: 'application/json', model, body } as const
    const milliseconds = options.firstTokenMs ?? timeouts.firstToken
    return connection.askJson(question, { milliseconds, bytes: limits.documentBytes }, options.signal)
  }

  const canLoad = () => server.loader !== null

  async function unloadAll(found: ListedModel, options: InferenceOptions): Promise<void> {
    for (const instance of found.instances) {
      if (server.loader === 'router') await order('/models/unload', { model: instance }, found.name, options)
      else await order('/api/v1/models/unload', { instance_id: instance }, found.name, options)
    }
  }

  /** The router answers at once and loads in the background. */
  async function waitForRouter(model: string, options: InferenceOptions): Promise<void> {
    const deadline = performance.now() + (options.firstTokenMs ?? timeouts.firstToken)
    for (let hasBegun = false; ; ) {
      const { isLoaded, isLoading } = await find(model, options.signal)
      if (isLoaded === true) return
      // A model that was unloaded on purpose is listed as failed too: only what has begun can have failed.
      if (hasBegun && !isLoading) {
        throw new HarombeError('NODE_ERROR', `${host} could not load "${model}".`, {
          hint: 'Look into the log of its server.',
        })
      }
      if (performance.now() > deadline) {
        throw new HarombeError('TIMEOUT', `${host} did not load "${model}" in time.`)
      }
      hasBegun = true
      await pause(routerInterval, options.signal)
      if (options.signal.aborted) throw cancellation(options.signal.reason)
    }
  }

  async function load(model: string, wanted: LoadOptions, options: InferenceOptions): Promise<void> {
    const found = await find(model, options.signal)
    if (!canLoad()) return fixed.load(model, wanted, options)
    const { contextLength } = wanted
    if (server.loader === 'router') {
      if (found.isLoaded !== true) {
        await order('/models/load', { model }, model, options)
        await waitForRouter(model, options)
      }
      return
    }
    const fits = contextLength === undefined || found.loadedContext === contextLength
    if (found.isLoaded === true && fits) return
    // LM Studio would put a second copy beside the first.
    await unloadAll(found, options)
    await order('/api/v1/models/load', { model, context_length: contextLength }, model, options)
  }

  async function unload(model: string, options: InferenceOptions): Promise<void> {
    const found = await find(model, options.signal)
    if (!canLoad()) return fixed.unload(model, options)
    await unloadAll(found, options)
  }

  return {
    ...fixed,
    get abilities() {
      return { pull: false, remove: false, load: canLoad(), unload: canLoad() }
    },
    load,
    unload,
  }
}
