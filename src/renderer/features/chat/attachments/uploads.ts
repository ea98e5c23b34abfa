import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../../shared/contract'
import type { Attachment } from '../../../../shared/entities'
import { hasCode, isHarombeError } from '../../../../shared/harombe-error'
import { followStream } from '../../../client/follow-stream'
import { texts } from '../../../texts'
import { mostFiles, type PickedFile } from './collect-files'
import { readUnsent, type UnsentFile, type UnsentFiles, writeUnsent } from './unsent-memory'
import { uploadFile } from './upload-file'

/** A file in the composer. uploading: on its way; then as the coordinator says. */
export interface ComposedFile {
  key: string
  name: string
  path: string | undefined
  bytes: number
  state: 'uploading' | Attachment['state']
  /** Of the upload, 0 to 1. */
  share: number
  /** Why it cannot be used, with what to do. */
  problem: string | undefined
  /** Once it has arrived. */
  attachment: Attachment | undefined
  /** The file itself while this page has it; null for one that was given back. */
  file: File | null
}

type Files = readonly ComposedFile[]

export interface Uploads {
  /** By conversation; the new chat has the key ''. */
  store: StoreApi<{ files: ReadonlyMap<string, Files> }>
  /** Returns how many were not taken, because there are too many. */
  add(conversationId: string | null, picked: readonly PickedFile[]): number
  remove(conversationId: string | null, key: string): void
  /** What goes with the question; the composer is empty then. */
  take(conversationId: string | null): Attachment[]
  /** Looks up what was attached before the page was loaded anew. Once. */
  restore(): void
  /** Of a question that is not sent after all. */
  giveBack(conversationId: string | null, attachments: readonly Attachment[]): void
  stop(): void
}

const keyOf = (conversationId: string | null) => conversationId ?? ''
const atOnce = 2

export const noFiles: Files = []

const failedFile = { state: 'failed', share: 1, attachment: undefined, file: null } as const

/** What is worth finding again of the files that are attached now. */
function unsentOf(files: ReadonlyMap<string, Files>): UnsentFiles {
  const places = [...files].map(([place, list]) => {
    const unsent = list.flatMap(({ attachment, name, path, bytes, state }): UnsentFile[] =>
      state === 'failed'
        ? []
        : [
            {
              ...(attachment === undefined ? {} : { id: attachment.id }),
              name,
              ...(path === undefined ? {} : { path }),
              bytes,
            },
          ],
    )
    return [place, unsent] as const
  })
  return Object.fromEntries(places.filter(([, unsent]) => unsent.length > 0))
}

/**
 * Gives files to the coordinator while the question is still being written. What is attached and not sent outlives the page, as far as
 * the coordinator has it.
 */
export function createUploads(
  client: HarombeClient,
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null = null,
): Uploads {
  const store = createStore<{ files: ReadonlyMap<string, Files> }>(() => ({ files: new Map() }))
  const running = new Map<string, AbortController>()
  const queue: (() => Promise<void>)[] = []
  let active = 0
  let counter = 0
  let isRestored = false
  let written = ''

  function remember(): void {
    const unsent = unsentOf(store.getState().files)
    const text = JSON.stringify(unsent)
    // Every part of an upload comes by here.
    if (text === written) return
    written = text
    writeUnsent(storage, unsent)
  }

  function setFiles(place: string, change: (files: Files) => Files): void {
    store.setState(state => {
      const files = new Map(state.files)
      const next = change(files.get(place) ?? noFiles)
      if (next.length === 0) files.delete(place)
      else files.set(place, next)
      return { files }
    })
    if (isRestored) remember()
  }

  const update = (place: string, key: string, change: Partial<ComposedFile>) =>
    setFiles(place, files => files.map(file => (file.key === key ? { ...file, ...change } : file)))

  function show(place: string, key: string, attachment: Attachment): void {
    update(place, key, { attachment, state: attachment.state, problem: attachment.problem, share: 1 })
  }

  /** Until it was taken apart. A stream that fails leaves the chip as it is: the file has arrived, and can be sent. */
  function follow(place: string, key: string, id: string, signal: AbortSignal): Promise<void> {
    return followStream(
      client,
      'memory.watchAttachment',
      () => ({ id }),
      attachment => show(place, key, attachment),
      signal,
    ).catch(() => undefined)
  }

  async function upload(place: string, { key, name, path, file }: ComposedFile): Promise<void> {
    const control = running.get(key)
    if (file === null || control === undefined || control.signal.aborted) return
    const { signal } = control
    try {
      const onShare = (share: number) => update(place, key, { share })
      const attachment = await uploadFile(client, file, { name, path, onShare, signal })
      if (signal.aborted) {
        drop(attachment.id)
        return
      }
      show(place, key, attachment)
      if (attachment.state === 'reading') void follow(place, key, attachment.id, signal)
    } catch (error) {
      if (signal.aborted) return
      const problem = isHarombeError(error) ? error.message : texts.t('chat.files.notReadable')
      update(place, key, { state: 'failed', problem })
    }
  }

  /** What the coordinator has of a file that was attached before; until it has said so, the file is on its way. */
  async function lookUp(place: string, key: string, id: string): Promise<void> {
    const control = new AbortController()
    running.set(key, control)
    try {
      await followStream(
        client,
        'memory.watchAttachment',
        () => ({ id }),
        attachment => show(place, key, attachment),
        control.signal,
      )
    } catch (error) {
      const isGone = hasCode(error, 'NOT_FOUND') || !isHarombeError(error)
      update(place, key, { ...failedFile, problem: isGone ? texts.t('chat.files.gone') : error.message })
    }
  }

  function restored(file: UnsentFile): ComposedFile {
    counter += 1
    const { id, name, path, bytes } = file
    const known = { key: `file-${counter}`, name, path, bytes }
    return id === undefined
      ? { ...known, ...failedFile, problem: texts.t('chat.files.lost') }
      : { ...known, ...failedFile, state: 'uploading', share: 0, problem: undefined }
  }

  function runNext(): void {
    const task = active < atOnce ? queue.shift() : undefined
    if (task === undefined) return
    active += 1
    void task().finally(() => {
      active -= 1
      runNext()
    })
    runNext()
  }

  function drop(id: string): void {
    client
      .call('memory.removeAttachment', { id })
      // It goes by itself when it was not sent for long.
      .catch(() => undefined)
  }

  function forget(key: string): void {
    running.get(key)?.abort()
    running.delete(key)
  }

  return {
    store,
    add(conversationId, picked) {
      const place = keyOf(conversationId)
      const room = mostFiles - (store.getState().files.get(place)?.length ?? 0)
      const added = picked.slice(0, Math.max(0, room)).map(({ file, path }): ComposedFile => {
        counter += 1
        const key = `file-${counter}`
        running.set(key, new AbortController())
        const none = { problem: undefined, attachment: undefined }
        return { key, name: file.name, path, bytes: file.size, state: 'uploading', share: 0, file, ...none }
      })
      setFiles(place, files => [...files, ...added])
      for (const file of added) queue.push(() => upload(place, file))
      runNext()
      return picked.length - added.length
    },
    remove(conversationId, key) {
      const place = keyOf(conversationId)
      const file = store
        .getState()
        .files.get(place)
        ?.find(other => other.key === key)
      forget(key)
      if (file?.attachment !== undefined) drop(file.attachment.id)
      setFiles(place, files => files.filter(other => other.key !== key))
    },
    take(conversationId) {
      const place = keyOf(conversationId)
      const files = store.getState().files.get(place) ?? noFiles
      for (const { key } of files) forget(key)
      setFiles(place, () => noFiles)
      return files.flatMap(({ attachment, state }) =>
        attachment === undefined || state === 'failed' ? [] : attachment,
      )
    },
    restore() {
      if (isRestored) return
      isRestored = true
      for (const [place, unsent] of Object.entries(readUnsent(storage))) {
        const found = unsent.map(restored)
        setFiles(place, files => [...found, ...files])
        for (const [index, { key }] of found.entries()) {
          const id = unsent[index]?.id
          if (id !== undefined) void lookUp(place, key, id)
        }
      }
    },
    giveBack(conversationId, attachments) {
      const given = attachments.map(
        (attachment): ComposedFile => ({
          key: attachment.id,
          name: attachment.name,
          path: attachment.path,
          bytes: attachment.bytes,
          state: attachment.state,
          share: 1,
          problem: attachment.problem,
          attachment,
          file: null,
        }),
      )
      setFiles(keyOf(conversationId), files => [...given, ...files])
    },
    stop() {
      for (const key of [...running.keys()]) forget(key)
      queue.length = 0
    },
  }
}

/** Whether a question would go without a file that is still on its way. */
export const isUploading = (files: Files): boolean => files.some(({ state }) => state === 'uploading')
