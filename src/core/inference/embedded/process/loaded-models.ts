import { stat } from 'node:fs/promises'
import type { EngineLoaded, EngineModel } from '../messages'
import type {
  ChatWrapper,
  Llama,
  LlamaContext,
  LlamaEmbeddingContext,
  LlamaModel,
  LlamaSequence,
} from './llama-types'

/** Tokens a model is loaded for when nobody says. */
const defaultContext = 8192
/** Evaluating more at once is no faster on a processor and makes it deaf to a cancellation for longer. */
const processorBatch = 128

interface Chat {
  context: LlamaContext
  sequence: LlamaSequence
  wrapper: ChatWrapper
}

interface Embedding {
  context: LlamaEmbeddingContext
  size: number
}

interface LoadedFile {
  ref: EngineModel
  /** Tells the file it was loaded from from another that is put in its place. */
  version: string
  model: LlamaModel
  chat: Chat | null
  embedding: Embedding | null
}

export interface LoadedChat extends Chat {
  model: LlamaModel
}

export interface LoadedEmbedding {
  context: LlamaEmbeddingContext
  /** Tokens of one input, at most. */
  size: number
}

export interface LoadedModels {
  /** Loaded for at least `contextLength` tokens, or as many as the model was trained for. */
  forChat(ref: EngineModel, contextLength: number | undefined, signal: AbortSignal): Promise<LoadedChat>
  /** Able to take inputs of `needed` tokens, where the model can. */
  forEmbedding(
    ref: EngineModel,
    limit: number | undefined,
    longest: (model: LlamaModel) => number,
    signal: AbortSignal,
  ): Promise<LoadedEmbedding>
  unload(name: string): Promise<void>
  list(): EngineLoaded[]
}

export interface LoaderOptions {
  llama(): Promise<Llama>
  threads: number
  resolveWrapper(model: LlamaModel): Promise<ChatWrapper>
  onChange(): void
}

async function versionOf(path: string): Promise<string> {
  const { size, mtimeMs, ino } = await stat(path)
  return `${size}\n${mtimeMs}\n${ino}`
}

/**
 * What is in memory: at most one model that chats and one that makes embeddings, which may be the same. A model is loaded
 * again only for a longer context than it has, or when its file was replaced.
 */
export function createLoadedModels({
  llama,
  threads,
  resolveWrapper,
  onChange,
}: LoaderOptions): LoadedModels {
  const files = new Map<string, LoadedFile>()

  async function drop(file: LoadedFile): Promise<void> {
    files.delete(file.ref.path)
    onChange()
    await file.chat?.context.dispose()
    await file.embedding?.context.dispose()
    await file.model.dispose()
  }

  /** Makes room: two models that chat rarely fit one machine. */
  async function dropOthers(path: string, use: 'chat' | 'embedding'): Promise<void> {
    const others = [...files.values()].filter(file => file.ref.path !== path && file[use] !== null)
    for (const file of others) {
      const other = use === 'chat' ? file.embedding : file.chat
      if (other === null) await drop(file)
      else {
        await file[use]?.context.dispose()
        file[use] = null
      }
    }
  }

  async function open(
    ref: EngineModel,
    fit: { contextSize: number; embeddingContext?: boolean },
    signal: AbortSignal,
  ): Promise<LoadedFile> {
    const known = files.get(ref.path)
    if (known !== undefined) return known
    const engine = await llama()
    const gpuLayers = engine.gpu === false ? {} : { gpuLayers: { fitContext: fit } }
    const version = await versionOf(ref.path)
    const model = await engine.loadModel({ modelPath: ref.path, loadSignal: signal, ...gpuLayers })
    const file: LoadedFile = { ref, version, model, chat: null, embedding: null }
    files.set(ref.path, file)
    return file
  }

  async function dropReplaced(path: string): Promise<void> {
    const file = files.get(path)
    if (file !== undefined && file.version !== (await versionOf(path))) await drop(file)
  }

  /** A file that was opened for nothing does not stay in memory. */
  async function dropIfUnused(path: string): Promise<void> {
    const file = files.get(path)
    if (file !== undefined && file.chat === null && file.embedding === null) await drop(file)
  }

  return {
    async forChat(ref, contextLength, signal) {
      const wanted = contextLength ?? defaultContext
      await dropReplaced(ref.path)
      const present = files.get(ref.path)
      if (present?.chat != null) {
        const enough = Math.min(wanted, present.model.trainContextSize)
        if (present.chat.context.contextSize >= enough) return { model: present.model, ...present.chat }
        // The layers on the GPU were chosen to leave room for the smaller context.
        await drop(present)
      }
      await dropOthers(ref.path, 'chat')
      try {
        const file = await open(ref, { contextSize: wanted }, signal)
        const { gpu } = await llama()
        const contextSize = Math.min(wanted, file.model.trainContextSize)
        const batch = gpu === false ? { batchSize: Math.min(processorBatch, contextSize) } : {}
        const context = await file.model.createContext({
          contextSize,
          threads,
          createSignal: signal,
          ...batch,
        })
        const wrapper = await resolveWrapper(file.model)
        file.chat = { context, sequence: context.getSequence(), wrapper }
        onChange()
        return { model: file.model, ...file.chat }
      } catch (error) {
        await dropIfUnused(ref.path)
        throw error
      }
    },
    async forEmbedding(ref, limit, longest, signal) {
      await dropReplaced(ref.path)
      await dropOthers(ref.path, 'embedding')
      try {
        const file = await open(ref, { contextSize: 512, embeddingContext: true }, signal)
        const most = Math.min(limit ?? defaultContext, file.model.trainContextSize)
        // An input is evaluated in one piece, so memory goes with the square of this: as little as will do.
        const needed = Math.min(most, Math.max(512, 2 ** Math.ceil(Math.log2(longest(file.model) + 2))))
        if (file.embedding !== null && file.embedding.size < needed) {
          await file.embedding.context.dispose()
          file.embedding = null
        }
        if (file.embedding === null) {
          const options = { contextSize: needed, batchSize: needed, threads, createSignal: signal }
          file.embedding = { context: await file.model.createEmbeddingContext(options), size: needed }
          onChange()
        }
        return file.embedding
      } catch (error) {
        await dropIfUnused(ref.path)
        throw error
      }
    },
    async unload(name) {
      for (const file of [...files.values()]) if (file.ref.name === name) await drop(file)
    },
    list: () =>
      [...files.values()].flatMap(({ ref, model, chat, embedding }) => {
        if (chat === null && embedding === null) return []
        const parts = [model.memoryUsage, ...(chat === null ? [] : [chat.context.memoryUsage])]
        const sum = (read: (use: { ram: number; vram: number }) => number) =>
          Math.round(parts.reduce((total, part) => total + read(part), 0))
        return [
          {
            name: ref.name,
            sizeBytes: sum(({ ram, vram }) => ram + vram),
            vramBytes: sum(({ vram }) => vram),
            contextLength: chat?.context.contextSize ?? embedding?.size ?? 0,
          },
        ]
      }),
  }
}
