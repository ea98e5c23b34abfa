import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { HarombeError } from '../../../../shared/errors'
import {
  type EngineReply,
  type EngineTask,
  type FromEngine,
  isLast,
  type ToEngine,
  toEngine,
} from '../messages'
import { describeModel } from './describe'
import { embed } from './embed'
import { toHarombeError } from './engine-error'
import { generateChat } from './generate-chat'
import { generateText } from './generate-text'
import type { Llama, LlamaModule } from './llama-types'
import { createLoadedModels } from './loaded-models'
import type { EnginePort } from './port'

type Configuration = Extract<ToEngine, { type: 'configure' }>

const doing: Record<EngineTask['verb'], string> = {
  chat: 'while answering',
  complete: 'while answering',
  embed: 'while making embeddings',
  load: 'while loading the model',
  unload: 'while unloading the model',
  describe: 'while reading the model file',
  status: 'while looking at itself',
}

const cancelled = () => new HarombeError('CANCELLED', 'The request was cancelled.')

/** The package from wherever it is installed. @throws HarombeError CONFIG_INVALID */
async function importPackage(folder: string): Promise<LlamaModule> {
  const entry = join(folder, 'node_modules', 'node-llama-cpp', 'dist', 'index.js')
  try {
    return await import(/* @vite-ignore */ pathToFileURL(entry).href)
  } catch (cause) {
    throw new HarombeError('CONFIG_INVALID', 'The embedded engine is not installed, or not completely.', {
      hint: 'Install it with `harombe engine install`.',
      cause,
    })
  }
}

function createEngine({ folder, gpu, threads }: Configuration, post: (message: FromEngine) => void) {
  let module: Promise<LlamaModule> | null = null
  let known: LlamaModule | null = null
  let llama: Promise<Llama> | null = null
  let accelerator: string | null = null

  const getModule = async () => {
    module ??= importPackage(folder)
    known = await module
    return known
  }
  async function startLlama(): Promise<Llama> {
    const { getLlama } = await getModule()
    const started = await getLlama({
      gpu: gpu === 'cpu' ? false : gpu,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      maxThreads: threads,
      logLevel: 'warn',
      logger: (level, message) => process.stderr.write(`${level}: ${message.trimEnd()}\n`),
    })
    accelerator = started.gpu === false ? 'cpu' : started.gpu
    return started
  }
  const getLlama = () => {
    llama ??= startLlama()
    return llama
  }
  const models = createLoadedModels({
    llama: getLlama,
    threads,
    resolveWrapper: async model => (await getModule()).resolveChatWrapper(model),
    onChange: () => reportStatus(),
  })
  const reportStatus = () => post({ type: 'status', loaded: models.list(), accelerator })

  const finished: EngineReply = { type: 'finished', reason: 'stop', promptTokens: 0, completionTokens: 0 }

  async function perform(
    task: EngineTask,
    emit: (reply: EngineReply) => void,
    signal: AbortSignal,
  ): Promise<EngineReply> {
    switch (task.verb) {
      case 'chat':
      case 'complete': {
        const loaded = await models.forChat(task.model, task.contextLength, signal)
        const generation = { module: await getModule(), llama: await getLlama(), loaded, emit, signal }
        return task.verb === 'chat' ? generateChat(task, generation) : generateText(task, generation)
      }
      case 'embed':
        return embed(task, models, emit, signal)
      case 'load':
        if (task.use === 'chat') await models.forChat(task.model, task.contextLength, signal)
        else await models.forEmbedding(task.model, task.contextLength, () => 0, signal)
        return finished
      case 'unload':
        await models.unload(task.name)
        return finished
      case 'describe':
        return { type: 'described', details: await describeModel(await getModule(), task.model, signal) }
      case 'status':
        reportStatus()
        return finished
    }
  }

  return {
    perform,
    explain: (error: unknown, { verb }: EngineTask) => toHarombeError(error, known, doing[verb]),
  }
}

/** These need neither weights nor their turn. */
const isQuick = ({ verb }: EngineTask) => verb === 'describe' || verb === 'status'

/**
 * Works tasks off one after another, as they came, until the coordinator is gone. `exit` is called with a word on why when
 * there is nobody left to work for or what was said cannot be understood.
 */
export function serveEngine(port: EnginePort, exit: (why: string) => void): void {
  const running = new Map<number, AbortController>()
  let engine: ReturnType<typeof createEngine> | null = null
  let line: Promise<void> = Promise.resolve()
  const post = (message: FromEngine) => port.post(message)

  async function work(id: number, task: EngineTask, controller: AbortController): Promise<void> {
    let isOver = false
    const emit = (reply: EngineReply): void => {
      if (isOver) return
      isOver = isLast(reply)
      post({ type: 'reply', id, reply })
    }
    try {
      if (controller.signal.aborted || engine === null) throw cancelled()
      emit({ type: 'begun' })
      emit(await engine.perform(task, emit, controller.signal))
    } catch (error) {
      const isCancelled = controller.signal.aborted || engine === null
      const reason = isCancelled ? cancelled() : engine?.explain(error, task)
      if (reason !== undefined) emit({ type: 'failed', error: reason.toShape() })
    } finally {
      running.delete(id)
    }
  }

  port.onClose(() => exit('the coordinator is gone'))
  port.onMessage(said => {
    const parsed = toEngine.safeParse(said)
    if (!parsed.success) return exit('the coordinator said something that cannot be understood')
    const message = parsed.data
    if (message.type === 'configure') engine = createEngine(message, post)
    else if (message.type === 'cancel') running.get(message.id)?.abort(cancelled())
    else {
      const { id, task } = message
      const controller = new AbortController()
      running.set(id, controller)
      if (isQuick(task)) void work(id, task, controller)
      else line = line.then(() => work(id, task, controller))
    }
  })
}
