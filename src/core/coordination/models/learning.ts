import type { Clock } from '../../../shared/clock'
import type { HarombeError } from '../../../shared/errors'
import type { MachineMemory } from '../../hardware/model-room'
import type { CapabilityKnowledge, ModelHost, ModelPolicy } from '../capability-knowledge'
import { createDescriber } from './describer'
import { createFits, type Fits } from './fits'
import { createKnowledge, type Insight, shownInsight } from './knowledge'
import { lackBehind } from './learn-from-refusal'
import { createLearntBook, nothingLearnt } from './learnt-book'
import type { LearntFile } from './learnt-file'
import { createProber } from './prober'

export interface ModelLearningOptions {
  clock: Clock
  hosts(): readonly ModelHost[]
  /** The node as it stands; null when there is none of that name. */
  host(node: string): ModelHost | null
  policy(node: string, model: string): ModelPolicy
  memoryOf(host: ModelHost): MachineMemory | null
  /** `cluster.probe_capabilities`. */
  isProbing(): boolean
  probesSimulated?: boolean | undefined
  /** Servers are asked of their models only once somebody waits to know. */
  onDemand?: boolean | undefined
  /** Where what was learnt outlives a restart; null keeps it in memory. */
  file: LearntFile | null
  reportUnknown(error: unknown): void
}

export interface ModelLearning {
  readonly knowledge: CapabilityKnowledge
  readonly fits: Fits
  /** What people are shown of a model's abilities, with the user's own word. */
  insight(host: ModelHost, model: string): Insight
  /** Rises with everything learnt that `insight` and `fits` of that node follow from. */
  revision(host: ModelHost): number
  /** Calls the listener when something was learnt; the returned function ends that. */
  onLearnt(listener: () => void): () => void
  hostChecked(host: ModelHost): void
  /** The configuration may say something else now. */
  configChanged(): void
  /** A user's request was given to a node. */
  requestArrived(node: string): void
  /** Models of a node are being loaded, unloaded or deleted, until the returned function is called. */
  workBegan(node: string): () => void
  /** A node failed a user's request. */
  requestFailed(node: string, model: string, error: HarombeError): void
  /** Ends what is being found out, and writes down what was. */
  stop(): Promise<void>
}

/** Everything that finds out what the models of a cluster can do and what they need. */
export function createModelLearning(options: ModelLearningOptions): ModelLearning {
  const { clock, file, host } = options
  const listeners = new Set<() => void>()
  const book = createLearntBook(file?.read() ?? nothingLearnt, clock.wall, () => {
    file?.save(book.content)
    for (const listener of [...listeners]) listener()
  })
  const describer = createDescriber({ ...options, book })
  const prober = createProber({ ...options, book, isEnabled: options.isProbing })
  const fits = createFits({ ...options, book })

  return {
    knowledge: createKnowledge({ book, host, settled: describer.settled }),
    fits,
    insight: (of, model) => shownInsight(book, of, model),
    revision: book.revision,
    onLearnt(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    hostChecked(checked) {
      fits.hostChecked(checked)
      describer.hostChecked(checked)
      prober.hostChecked(checked)
    },
    configChanged: prober.configChanged,
    requestArrived: prober.requestArrived,
    workBegan: prober.workBegan,
    requestFailed(node, model, error) {
      const lacking = lackBehind(error)
      const failed = host(node)
      if (lacking !== null && failed !== null) book.learn(failed, model, { proven: { [lacking]: 'no' } })
    },
    async stop() {
      prober.stop()
      describer.stop()
      await file?.close()
    },
  }
}
