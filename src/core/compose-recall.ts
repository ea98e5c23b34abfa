import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { systemClock } from '../shared/clock'
import type { MemoryStatus, UntrustedKind } from '../shared/entities'
import { hasCode } from '../shared/errors'
import { createAfterwards } from './agent/context/afterwards'
import { createAside } from './agent/context/aside'
import { createContextBuilder } from './agent/context/context-builder'
import { createRecall } from './agent/context/recall'
import type { ContextBuilder, Recall, RecallQuery } from './agent/context/types'
import { createRecallIndexer } from './agent/recall-index/recall-indexer'
import type { ClusterManager } from './coordination/cluster-manager'
import type { CompositionOptions } from './coordinator-options'
import type { MemoryHandlerDependencies } from './gateway/handlers/memory-handlers'
import { createUploadHandlers, type UploadHandlers } from './gateway/handlers/upload-handlers'
import type { ConversationStorage } from './memory/conversation-storage'
import { createAttachments } from './memory/ingest/attachments'
import { createFileReader } from './memory/ingest/file-reader'
import { createUploadFiles, memoryUploadFiles } from './memory/ingest/upload-files'
import { createUploadStore, type UploadStore } from './memory/ingest/upload-store'
import { nearBest } from './memory/recall/near-best'
import { createRecallIndex } from './memory/recall/recall-index'

export interface RecallParts {
  storage: ConversationStorage
  manager: Pick<ClusterManager, 'complete' | 'embed' | 'view' | 'subscribe'>
  /** Marks text that others wrote. */
  fence(text: string): string
  taintOf(conversationId: string): readonly UntrustedKind[]
  conversationChanged(id: string): void
}

export interface RecallComposition {
  uploads: UploadStore
  uploadHandlers: UploadHandlers
  contexts: ContextBuilder
  recall: Recall
  embed(text: string, signal: AbortSignal): Promise<NonNullable<RecallQuery['embedding']> | null>
  meaning: MemoryHandlerDependencies['meaning']
  stop(): Promise<void>
}

/** Below this nothing is similar, whichever model says so. Models differ in where similarity begins: what is shown stands near the best. */
const leastSimilar = 0.1
const searchPatienceMs = 5_000
/** Of a file that a question waits for. */
const piecesAtOnce = 256

/** What is given with questions, and what is looked up for answers. */
export function composeRecall(options: CompositionOptions, parts: RecallParts): RecallComposition {
  const { configFile, dataDirectory, host, mode } = options
  const { storage, manager, fence, taintOf } = parts
  const { store, stores, searcher } = storage
  const config = () => configFile.current()
  const { after } = systemClock
  const report = (error: unknown) => void options.reportUnknown(error, 'memory')
  const embeddingModel = () => config().memory.embedding_model

  const uploads = createUploadStore({
    files: mode === 'serve' ? createUploadFiles(join(dataDirectory, 'uploads')) : memoryUploadFiles,
    createId: randomUUID,
    after,
    report,
  })
  void uploads.start().catch(report)
  const index = createRecallIndex({ connection: storage.connection, queue: stores.queue, searcher })
  const recall = createRecall(index, stores.facts)
  const indexer = createRecallIndexer({
    pieces: index,
    cluster: manager,
    nodes: manager,
    embeddingModel,
    after,
    report,
  })
  const attachments = createAttachments({
    uploads,
    store: stores.attachments,
    readFile: createFileReader({ threadEntry: host.ingestThread, after, report }),
    createId: randomUUID,
    now: Date.now,
    wasRead: indexer.kick,
    report,
  })
  void attachments.start().catch(report)

  const afterwards = createAfterwards({
    store,
    summaries: stores.summaries,
    ask: createAside({ cluster: manager, nodes: manager }),
    settings() {
      const { agent, memory } = config()
      const { titles, summaries, max_history_tokens: maxHistoryTokens } = memory
      return { titles, summaries, systemPrompt: agent.system_prompt, maxHistoryTokens }
    },
    changed: parts.conversationChanged,
    kickIndex: indexer.kick,
    after,
    report,
  })
  /** A file that was just given, or copied to a question that was edited, can only be looked up in once it is cut. Never rejects. */
  async function cutFiles(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted && (await index.cut(piecesAtOnce, true)) > 0);
    } catch (error) {
      // The disk refuses: its beginning is shown then.
      if (!hasCode(error, 'STORAGE_FAILED')) report(error)
    }
  }
  const contexts = createContextBuilder({
    recall,
    cluster: manager,
    indexedModel: indexer.model,
    embeddedWith: indexer.noteModel,
    after,
    files: {
      async settled(ids, signal) {
        await attachments.settled(ids, signal)
        await cutFiles(signal)
      },
      find: id => stores.attachments.get(id).attachment,
      beginning: stores.attachments.beginning,
      data: id => stores.attachments.content(id).data,
    },
    summaries: stores.summaries,
    settings() {
      const { rag, summaries } = config().memory
      const { enabled: recallsByDefault, top_k: topK, min_similarity: minSimilarity } = rag
      return { embeddingModel: embeddingModel(), recallsByDefault, topK, minSimilarity, summaries }
    },
    fence,
    taintOf,
    answered: afterwards.answered,
    report,
  })

  async function embed(text: string, signal: AbortSignal) {
    const wanted = embeddingModel()
    if (wanted === 'off' || text.trim() === '') return null
    try {
      const { vectors, model } = await manager.embed(
        {
          inputs: [text],
          target: wanted === 'auto' ? { tier: 'auto' } : { tier: 'auto', model: wanted },
          origin: 'chat',
          client: 'memory',
          isAside: true,
        },
        AbortSignal.any([signal, AbortSignal.timeout(searchPatienceMs)]),
      )
      indexer.noteModel(model)
      const [vector] = vectors
      return vector === undefined ? null : { model, vector }
    } catch {
      // Words find something too; why there is no model the status says.
      signal.throwIfAborted()
      return null
    }
  }

  async function status(signal: AbortSignal): Promise<MemoryStatus['embedding']> {
    const { model, indexed, pending, problem } = await index.counts(signal)
    if (embeddingModel() === 'off') return { model: null, indexed, pending: 0, problem: null }
    return { model: indexer.model() ?? model, indexed, pending, problem: problem ?? indexer.problem() }
  }

  return {
    uploads,
    uploadHandlers: createUploadHandlers({ uploads, attachments }),
    contexts,
    recall,
    embed,
    meaning: {
      status,
      async search({ text, conversationId, folderId, limit }, signal) {
        const embedding = await embed(text, signal)
        if (embedding === null) return []
        const scope = { conversationId, folderId, limit, minSimilarity: leastSimilar }
        return nearBest(await index.searchMeaning({ ...scope, embedding, text }, signal))
      },
    },
    async stop() {
      await Promise.all([afterwards.stop(), indexer.stop(), attachments.stop(), uploads.stop()])
    },
  }
}
