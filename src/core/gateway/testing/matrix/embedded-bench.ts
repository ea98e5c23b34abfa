import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRecord } from '../../../../shared/record'
import { forkEngineProcess } from '../../../inference/embedded/supervision/engine-child'
import {
  buildEngineProcess,
  startTestEngine,
  type TestEngine,
} from '../../../inference/embedded/testing/start-test-engine'

/** What becomes of a message of the engine process on its way: the messages that arrive instead of it. */
export type Tamper = (message: unknown) => readonly unknown[]

export interface EmbeddedBench {
  test: TestEngine
  /** From now on; null: nothing. */
  tamper(next: Tamper | null): void
  /** Another one beside it that nobody has asked anything yet, for the length of the work. */
  withFresh(work: (fresh: TestEngine) => Promise<void>): Promise<void>
  /** The same, where the package was never installed. */
  withAbsent(work: (absent: TestEngine) => Promise<void>): Promise<void>
  stop(): Promise<void>
}

const models = {
  brief: { ends: 'often' },
  endless: { ends: 'never' },
  small: { ends: 'never', contextLength: 512 },
} as const

/** Whether it is a piece of an answer's text. */
export function isText(message: unknown): boolean {
  return isRecord(message) && isRecord(message.reply) && message.reply.type === 'text'
}

/** The real engine process, with models of random weights: what they say is nonsense, how they say it is not. */
export async function startEmbeddedBench(): Promise<EmbeddedBench> {
  const { entry, remove } = await buildEngineProcess()
  let tampering: Tamper | null = null
  const start = (path: string) => {
    const child = forkEngineProcess(path)
    return {
      ...child,
      onMessage: (listener: (message: unknown) => void) =>
        child.onMessage(message => {
          for (const said of tampering?.(message) ?? [message]) listener(said)
        }),
    }
  }
  const test = startTestEngine({ entry, models, start })
  return {
    test,
    tamper(next) {
      tampering = next
    },
    async withFresh(work) {
      const fresh = startTestEngine({ entry, models: { brief: models.brief } })
      await work(fresh).finally(fresh.stop)
    },
    async withAbsent(work) {
      const nothing = mkdtempSync(join(tmpdir(), 'harombe-no-engine-'))
      const absent = startTestEngine({ entry, models: { brief: models.brief }, engineFolder: nothing })
      await work(absent).finally(absent.stop)
      rmSync(nothing, { recursive: true })
    },
    async stop() {
      await test.stop()
      remove()
    },
  }
}
