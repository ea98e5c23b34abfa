import { HarombeError } from '../../../shared/errors'
import { collectCompletion } from '../collect-completion'
import { defaultTimeouts } from '../limits'
import { bareSummary } from '../model-library'
import type { ClientTarget, InferenceClient, ModelLibrary, ProbeResult } from '../protocol'
import type { EngineCore } from './engine-core'
import { streamEmbedded } from './stream-embedded'

/** Of a llama.cpp without a projector for images. */
const supports = {
  chat: 'yes',
  vision: 'no',
  tools: 'yes',
  json: 'yes',
  reasoning: 'unknown',
  embeddings: 'yes',
  completion: 'yes',
  prefill: 'yes',
} as const satisfies InferenceClient['supports']

/** The models of this machine, through the engine that is shared by all such clients. */
export function createEmbeddedClient(target: ClientTarget, engine: EngineCore): InferenceClient {
  const timeouts = { ...defaultTimeouts, ...target.timeouts }

  async function probe(): Promise<ProbeResult> {
    await engine.assertUsable()
    const files = await engine.store.list()
    return {
      backend: 'embedded',
      models: files.map(file => {
        const details = engine.knownDetails(file)
        if (details === null) return { ...bareSummary(file.name), sizeBytes: file.sizeBytes }
        const { capabilities: _, architecture: __, license: ___, ...summary } = details
        return summary
      }),
      loaded: engine.loaded(),
      memory: null,
      version: await engine.version(),
      simulated: false,
    }
  }

  const library: ModelLibrary = {
    abilities: { pull: true, remove: true, load: true, unload: true },
    describe: async (model, { signal }) => engine.describe(await engine.store.find(model), signal),
    pull: (model, { signal }) => engine.pull(model, signal),
    async remove(model, { signal }) {
      const file = await engine.store.find(model)
      if (engine.loaded().some(({ name }) => name === file.name)) await engine.unload(file.name, signal)
      await engine.store.remove(model)
    },
    async load(model, { contextLength, keepAlive }, { signal }) {
      const file = await engine.store.find(model)
      const { capabilities } = await engine.describe(file, signal)
      const use = capabilities.chat === 'no' ? 'embedding' : 'chat'
      const { name, path } = file
      await engine.perform({ verb: 'load', model: { name, path }, use, contextLength }, keepAlive, signal)
    },
    async unload(model, { signal }) {
      await engine.unload((await engine.store.find(model)).name, signal)
    },
  }

  const client: InferenceClient = {
    kind: 'embedded',
    supports,
    library,
    probe,
    stream: (request, { signal, firstTokenMs }) =>
      streamEmbedded(
        engine,
        { ...timeouts, firstToken: firstTokenMs ?? timeouts.firstToken },
        request,
        signal,
      ),
    complete: (request, options) => collectCompletion(client.stream(request, options)),
    async embed({ model, inputs, dimensions, contextLength, keepAlive }, { signal }) {
      const { name, path } = await engine.store.find(model)
      const vectors: number[][] = []
      let promptTokens: number | null = null
      const task = {
        verb: 'embed' as const,
        model: { name, path },
        inputs: [...inputs],
        contextLength,
        dimensions,
      }
      for await (const replies of engine.ask(task, keepAlive, signal)) {
        for (const reply of replies) {
          if (reply.type === 'vector') vectors[reply.index] = reply.values
          if (reply.type === 'finished') promptTokens = reply.promptTokens
        }
      }
      if (vectors.length !== inputs.length || vectors.some(vector => vector === undefined)) {
        throw new HarombeError('MALFORMED_RESPONSE', 'The engine made fewer vectors than it was given texts.')
      }
      return { vectors, promptTokens }
    },
    // The engine is shared, and ends with the coordinator.
    close: () => Promise.resolve(),
  }
  return client
}
