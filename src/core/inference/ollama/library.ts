import type { ModelCapabilities } from '../../../shared/entities'
import { HarombeError, hasCode } from '../../../shared/errors'
import type { HttpConnection } from '../http/connection'
import { limits } from '../limits'
import type { ClientTimeouts, InferenceOptions, LoadOptions, ModelLibrary } from '../protocol'
import { readDetails } from './describe'
import { isNamed, readModelList } from './models'
import { pullFromOllama } from './pull'

/** @throws HarombeError MODEL_MISSING, MALFORMED_RESPONSE, … */
export async function describeOllamaModel(
  connection: HttpConnection,
  model: string,
  supports: Readonly<ModelCapabilities>,
  { signal }: InferenceOptions,
) {
  const question = { method: 'POST', path: '/api/show', accept: 'application/json', model } as const
  const bounds = { milliseconds: 30_000, bytes: limits.documentBytes }
  const [shown, tags] = await Promise.all([
    connection.askJson({ ...question, body: { model } }, bounds, signal),
    // Only this list has size and digest; without it the rest is still worth having.
    connection.getJson('/api/tags', signal).catch(() => null),
  ])
  const listed = readModelList(tags?.value)?.find(({ name }) => isNamed(name, model))
  const details = readDetails(model, shown.value, listed, supports)
  if (details === null) {
    throw new HarombeError('MALFORMED_RESPONSE', `${connection.host} answers, but not about a model.`)
  }
  return details
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
    abilities: { pull: true, remove: true, load: true, unload: true },
    describe: (model, options) => describeOllamaModel(connection, model, supports, options),
    pull: (model, options) => pullFromOllama(connection, model, patience(options), options.signal),
    remove: (model, options) => removeOllamaModel(connection, model, options),
    load,
    unload: (model, options) =>
      order('/api/chat', { model, messages: [], keep_alive: 0, stream: false }, model, options),
  }
}
