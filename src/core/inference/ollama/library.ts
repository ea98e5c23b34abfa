import type { ModelCapabilities, ModelSummary } from '../../../shared/entities'
import { HarombeError, hasCode } from '../../../shared/errors'
import type { HttpConnection } from '../http/connection'
import { limits } from '../limits'
import type { ClientTimeouts, InferenceOptions, LoadOptions, ModelLibrary } from '../protocol'
import { createRecent } from '../recent'
import { readDetails } from './describe'
import { isNamed, readModelList } from './models'
import { pullFromOllama } from './pull'

/** Milliseconds for which the list is believed when models are described one after the other. */
const listAge = 5_000

/** @returns `describe` of a library. @throws HarombeError MODEL_MISSING, MALFORMED_RESPONSE, … */
export function createOllamaDescriber(
  connection: HttpConnection,
  supports: Readonly<ModelCapabilities>,
): ModelLibrary['describe'] {
  const ask = async (signal: AbortSignal) =>
    readModelList((await connection.getJson('/api/tags', signal)).value) ?? []
  const list = createRecent(ask, listAge)

  /** Only the list has size and digest; without it the rest is still worth having. */
  async function find(model: string, signal: AbortSignal): Promise<ModelSummary | undefined> {
    const isWanted = ({ name }: ModelSummary) => isNamed(name, model)
    try {
      return (await list.read(signal)).find(isWanted) ?? (await list.refresh(signal)).find(isWanted)
    } catch {
      return undefined
    }
  }

  return async (model, { signal }) => {
    const question = { method: 'POST', path: '/api/show', accept: 'application/json', model } as const
    const bounds = { milliseconds: 30_000, bytes: limits.documentBytes }
    const [shown, listed] = await Promise.all([
      connection.askJson({ ...question, body: { model } }, bounds, signal),
      find(model, signal),
    ])
    const details = readDetails(model, shown.value, listed, supports)
    if (details === null) {
      throw new HarombeError('MALFORMED_RESPONSE', `${connection.host} answers, but not about a model.`)
    }
    return details
  }
}

/** Brings models into memory and out of it, as servers that speak Ollama's API do it. */
export function createOllamaMemory(
  connection: HttpConnection,
  timeouts: ClientTimeouts,
): Pick<ModelLibrary, 'load' | 'unload'> {
  const patience = (options: InferenceOptions) => options.firstTokenMs ?? timeouts.firstToken

  const order = async (
    path: string,
    body: object,
    model: string,
    options: InferenceOptions,
  ): Promise<void> => {
    const question = { method: 'POST', path, accept: 'application/json', model, body } as const
    const bounds = { milliseconds: patience(options), bytes: limits.documentBytes }
    await connection.askJson(question, bounds, options.signal)
  }

  /** Without a message or a text Ollama loads the model and does nothing else. */
  const load = async (model: string, wanted: LoadOptions, options: InferenceOptions): Promise<void> => {
    const { contextLength, keepAlive } = wanted
    const body = {
      model,
      ...(keepAlive === undefined ? {} : { keep_alive: keepAlive }),
      ...(contextLength === undefined ? {} : { options: { num_ctx: contextLength } }),
    }
    try {
      await order('/api/chat', { ...body, messages: [], stream: false }, model, options)
    } catch (error) {
      if (!hasCode(error, 'NODE_REFUSED') || !/does not support chat/.test(error.message)) throw error
      await order('/api/embed', { ...body, input: [] }, model, options)
    }
  }

  return {
    load,
    unload: (model, options) =>
      order('/api/chat', { model, messages: [], keep_alive: 0, stream: false }, model, options),
  }
}

/** @throws HarombeError MODEL_MISSING, … */
export async function removeOllamaModel(
  connection: HttpConnection,
  model: string,
  { signal }: InferenceOptions,
): Promise<void> {
  const question = { method: 'DELETE', path: '/api/delete', accept: 'application/json' } as const
  const bounds = { milliseconds: 60_000, bytes: limits.documentBytes }
  await connection.askJson({ ...question, body: { model }, model }, bounds, signal)
}

export function createOllamaLibrary(
  connection: HttpConnection,
  timeouts: ClientTimeouts,
  supports: Readonly<ModelCapabilities>,
): ModelLibrary {
  const patience = (options: InferenceOptions) => options.firstTokenMs ?? timeouts.firstToken

  return {
    abilities: { pull: true, remove: true, load: true, unload: true },
    describe: createOllamaDescriber(connection, supports),
    pull: (model, options) => pullFromOllama(connection, model, patience(options), options.signal),
    remove: (model, options) => removeOllamaModel(connection, model, options),
    ...createOllamaMemory(connection, timeouts),
  }
}
