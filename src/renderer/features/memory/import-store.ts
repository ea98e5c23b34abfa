import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import type { ImportReport } from '../../../shared/entities'
import { hasCode } from '../../../shared/harombe-error'
import { sendFile } from '../../client/send-file'
import { texts } from '../../texts'
import { wordsOf } from '../../words-of'

export type ImportStage =
  | { name: 'sending'; share: number }
  /** It is looked through; nothing is taken over yet. */
  | { name: 'checking' }
  | { name: 'checked'; report: ImportReport }
  | { name: 'importing'; report: ImportReport }
  | { name: 'done'; report: ImportReport }
  | { name: 'failed'; problem: string }

export interface ImportJob {
  id: number
  name: string
  bytes: number
  stage: ImportStage
}

export interface ImportStore {
  store: StoreApi<{ jobs: readonly ImportJob[] }>
  /** Sends a file and looks what an import of it would do. */
  begin(file: File): void
  /** Takes over what was looked through. */
  confirm(id: number): Promise<void>
  /** Takes it off the list; what is under way is called off. */
  dismiss(id: number): void
  stop(): void
}

interface Work {
  file: File
  uploadId: string | null
  control: AbortController
}

const failureOf = (error: unknown) => wordsOf(error, texts.t('memory.import.failed'))

/** Files of chats on their way in: sent, looked through, shown, and only then taken over. */
export function createImportStore(client: HarombeClient): ImportStore {
  const store = createStore<{ jobs: readonly ImportJob[] }>(() => ({ jobs: [] }))
  const works = new Map<number, Work>()
  let lastId = 0

  const setStage = (id: number, stage: ImportStage) =>
    store.setState(({ jobs }) => ({ jobs: jobs.map(job => (job.id === id ? { ...job, stage } : job)) }))
  const stageOf = (id: number) => store.getState().jobs.find(job => job.id === id)?.stage

  async function send(id: number, work: Work): Promise<string> {
    const { signal } = work.control
    const uploadId = await sendFile(client, work.file, {
      name: work.file.name,
      onShare: share => {
        if (stageOf(id)?.name === 'sending') setStage(id, { name: 'sending', share })
      },
      signal,
    })
    work.uploadId = uploadId
    signal.throwIfAborted()
    return uploadId
  }

  async function look(id: number, work: Work): Promise<void> {
    const { signal } = work.control
    try {
      const uploadId = await send(id, work)
      setStage(id, { name: 'checking' })
      const report = await client.call('memory.importUpload', { uploadId, dryRun: true }, { signal })
      setStage(id, { name: 'checked', report })
    } catch (error) {
      if (!signal.aborted) setStage(id, { name: 'failed', problem: failureOf(error) })
    }
  }

  async function take(id: number, work: Work): Promise<ImportReport> {
    const { signal } = work.control
    const run = (uploadId: string) =>
      client.call('memory.importUpload', { uploadId, dryRun: false }, { signal })
    try {
      return await run(work.uploadId ?? '')
    } catch (error) {
      // Whoever read the report for long: uploads are kept for ten minutes.
      if (!hasCode(error, 'NOT_FOUND')) throw error
      return await run(await send(id, work))
    }
  }

  function drop(work: Work): void {
    work.control.abort()
    const { uploadId } = work
    if (uploadId !== null) client.call('memory.cancelUpload', { uploadId }).catch(() => undefined)
  }

  return {
    store,
    begin(file) {
      lastId += 1
      const id = lastId
      const work: Work = { file, uploadId: null, control: new AbortController() }
      works.set(id, work)
      const job: ImportJob = {
        id,
        name: file.name,
        bytes: file.size,
        stage: { name: 'sending', share: 0 },
      }
      store.setState(({ jobs }) => ({ jobs: [...jobs, job] }))
      void look(id, work)
    },
    async confirm(id) {
      const work = works.get(id)
      const stage = stageOf(id)
      if (work === undefined || stage?.name !== 'checked') return
      setStage(id, { name: 'importing', report: stage.report })
      try {
        const report = await take(id, work)
        work.uploadId = null
        setStage(id, { name: 'done', report })
      } catch (error) {
        if (!work.control.signal.aborted) setStage(id, { name: 'failed', problem: failureOf(error) })
      }
    },
    dismiss(id) {
      const work = works.get(id)
      if (work !== undefined) drop(work)
      works.delete(id)
      store.setState(({ jobs }) => ({ jobs: jobs.filter(job => job.id !== id) }))
    },
    stop() {
      for (const work of works.values()) drop(work)
      works.clear()
    },
  }
}
