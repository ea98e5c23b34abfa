import type { LoadedModel, ModelDetails } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import type { PullProgress } from '../protocol'
import { createJoinedWork } from './joined-work'
import type { EngineReply, EngineTask } from './messages'
import { type DownloadTools, downloadModel } from './models/download'
import { resolveSource } from './models/model-source'
import type { ModelFile, ModelStore } from './models/model-store'
import type { EngineClock } from './supervision/engine-clock'
import type { EngineSupervisor } from './supervision/engine-supervisor'
import type { IdleKeeper } from './supervision/idle-keeper'
import type { ModelSourceLookup } from './types'

/** What all clients of the embedded engine share. */
export interface EngineCore {
  readonly store: ModelStore
  /**
   * Replies to a task, but for `failed`, which is thrown. Keeps the model in memory for `keepAlive` seconds afterwards.
   * @throws HarombeError
   */
  ask(
    task: EngineTask,
    keepAlive: number | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<readonly EngineReply[], void>
  /** A task of which only the end matters. @throws HarombeError */
  perform(task: EngineTask, keepAlive: number | undefined, signal: AbortSignal): Promise<void>
  describe(file: ModelFile, signal: AbortSignal): Promise<ModelDetails>
  /** What `describe` said of this very file before; null otherwise. */
  knownDetails(file: ModelFile): ModelDetails | null
  unload(name: string, signal: AbortSignal): Promise<void>
  pull(model: string, signal: AbortSignal): AsyncGenerator<PullProgress, void>
  loaded(): LoadedModel[]
  version(): Promise<string | null>
  /** @throws HarombeError when no question can be answered as things are */
  assertUsable(): Promise<void>
}

export interface CoreParts {
  store: ModelStore
  supervisor: EngineSupervisor
  keeper: IdleKeeper
  clock: EngineClock
  download: DownloadTools
  lookup: ModelSourceLookup
  assertInstalled(): Promise<void>
  version(): Promise<string | null>
}

const signatureOf = ({ path, sizeBytes, modifiedAt }: ModelFile) => `${path}\n${sizeBytes}\n${modifiedAt}`

const modelOf = (task: EngineTask): string | null =>
  'model' in task && task.verb !== 'describe' ? task.model.name : null

export function createEngineCore(parts: CoreParts): EngineCore {
  const { store, supervisor, keeper, clock } = parts
  const details = new Map<string, ModelDetails>()
  const pulls = createJoinedWork<PullProgress>()

  async function assertUsable(): Promise<void> {
    await parts.assertInstalled()
    const refusal = supervisor.refusal()
    if (refusal !== null) throw refusal
  }

  async function* ask(
    task: EngineTask,
    keepAlive: number | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<readonly EngineReply[], void> {
    await parts.assertInstalled()
    const release = keeper.use(modelOf(task), keepAlive)
    try {
      for await (const replies of supervisor.ask(task, signal)) {
        const failed = replies.find(reply => reply.type === 'failed')
        const said = replies.filter(reply => reply.type !== 'failed')
        if (said.length > 0) yield said
        if (failed !== undefined) throw HarombeError.fromShape(failed.error)
      }
    } finally {
      release()
    }
  }

  async function perform(
    task: EngineTask,
    keepAlive: number | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    for await (const _ of ask(task, keepAlive, signal)) {
      // Only its end matters.
    }
  }

  return {
    store,
    ask,
    perform,
    knownDetails: file => details.get(signatureOf(file)) ?? null,
    async describe(file, signal) {
      const known = details.get(signatureOf(file))
      if (known !== undefined) return known
      const { name, path } = file
      for await (const replies of ask({ verb: 'describe', model: { name, path } }, undefined, signal)) {
        const described = replies.find(reply => reply.type === 'described')
        if (described === undefined) continue
        const found = { ...described.details, name, sizeBytes: file.sizeBytes }
        details.set(signatureOf(file), found)
        return found
      }
      throw new HarombeError('MALFORMED_RESPONSE', 'The engine did not describe the model.')
    },
    async unload(name, signal) {
      if (!supervisor.now().loaded.some(model => model.name === name)) return
      await perform({ verb: 'unload', name }, undefined, signal)
      keeper.forget(name)
    },
    async *pull(model, signal) {
      const wanted = resolveSource(model, parts.lookup)
      const target = store.pathFor(wanted.name)
      const present = (await store.list()).find(({ name }) => name === wanted.name)
      if (present !== undefined) {
        yield { status: 'already here', completedBytes: present.sizeBytes, totalBytes: present.sizeBytes }
        return
      }
      yield* pulls.follow(
        wanted.name,
        shared => downloadModel(wanted, target, parts.download, shared),
        signal,
      )
    },
    loaded: () =>
      supervisor.now().loaded.map(({ name, sizeBytes, vramBytes, contextLength }) => {
        const deadline = keeper.deadline(name)
        return {
          name,
          sizeBytes,
          vramBytes,
          contextLength: contextLength > 0 ? contextLength : null,
          expiresAt: deadline === null ? null : Math.round(clock.wall() + deadline - clock.monotonic()),
        }
      }),
    version: parts.version,
    assertUsable,
  }
}
