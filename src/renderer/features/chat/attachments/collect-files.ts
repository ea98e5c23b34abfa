/** Files as they were given: one by one, or whole folders. */

import type { Translate } from '../../../../shared/texts/translator'

export interface PickedFile {
  file: File
  /** Within the folder that was given; absent for a single file. */
  path?: string
}

export interface Collected {
  picked: PickedFile[]
  /** Left out of folders: hidden, made by programs, not text, not an image and not a PDF. */
  unreadable: number
  /** There were more than can be given at once. */
  tooMany: boolean
}

export const mostFiles = 200
/** Folders are left alone from here on, however deep they go. */
const mostVisited = 5_000
const sniffedBytes = 4_096

const ignoredFolders: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  '__pycache__',
  'venv',
  'site-packages',
])

const readableTypes = /^(?:text\/|image\/(?:png|jpeg|gif|webp)$|application\/(?:pdf|json|xml)$)/

const isHidden = (name: string) => name.startsWith('.')
const isIgnored = (path: string): boolean => {
  const segments = path.split('/').slice(1)
  return segments.some(segment => isHidden(segment) || ignoredFolders.has(segment))
}

/** What is not text has a zero byte near its beginning, with very few exceptions. */
async function isReadable(file: File): Promise<boolean> {
  if (readableTypes.test(file.type)) return true
  if (/^(?:image|audio|video|font)\//.test(file.type)) return false
  try {
    const head = new Uint8Array(await file.slice(0, sniffedBytes).arrayBuffer())
    return !head.includes(0)
  } catch {
    return false
  }
}

/** Files of a folder: those that a model could read. Single files are taken as they are; the coordinator says what it cannot read. */
async function choose(files: AsyncIterable<PickedFile> | Iterable<PickedFile>): Promise<Collected> {
  const result: Collected = { picked: [], unreadable: 0, tooMany: false }
  let visited = 0
  for await (const { file, path } of files) {
    visited += 1
    if (visited > mostVisited || result.picked.length >= mostFiles) {
      result.tooMany = true
      break
    }
    if (path === undefined) result.picked.push({ file })
    else if (isIgnored(path) || !(await isReadable(file))) result.unreadable += 1
    else result.picked.push({ file, path })
  }
  return result
}

/** What a file or folder picker gave. */
export function collectPicked(files: Iterable<File>): Promise<Collected> {
  return choose(
    [...files].map(file => {
      const path = file.webkitRelativePath
      return path === '' ? { file } : { file, path }
    }),
  )
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject))

/** A folder is read in batches; an empty one is the last. */
async function* entriesOf(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = folder.createReader()
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (batch.length === 0) return
    yield* batch
  }
}

async function* walk(entry: FileSystemEntry, path: string): AsyncGenerator<PickedFile> {
  if (isIgnored(path)) return
  if (entry.isFile) {
    // It may be gone by now, or may not be read.
    const file = await fileOf(entry as FileSystemFileEntry).catch(() => null)
    if (file !== null) yield path.includes('/') ? { file, path } : { file }
    return
  }
  try {
    for await (const child of entriesOf(entry as FileSystemDirectoryEntry)) {
      yield* walk(child, `${path}/${child.name}`)
    }
  } catch {
    // A folder that may not be read has nothing to give.
  }
}

async function* walkAll(entries: readonly FileSystemEntry[]): AsyncGenerator<PickedFile> {
  for (const entry of entries) yield* walk(entry, entry.name)
}

/** What was dropped or pasted. To be called while the event is handled: afterwards the browser has forgotten it. */
export function collectTransferred(transfer: Pick<DataTransfer, 'items' | 'files'>): Promise<Collected> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file')
  const entries = items.map(item => item.webkitGetAsEntry())
  const known = entries.filter(entry => entry !== null)
  return known.length === items.length && known.length > 0
    ? choose(walkAll(known))
    : collectPicked(transfer.files)
}

/** What was left out, in a sentence; null when nothing was. */
export function leftOutText({ unreadable, tooMany }: Collected, t: Translate): string | null {
  const parts = [
    ...(unreadable === 0 ? [] : [t('chat.files.leftOut', { count: unreadable })]),
    ...(tooMany ? [t('chat.files.onlyFirst', { count: mostFiles })] : []),
  ]
  return parts.length === 0 ? null : parts.join(' ')
}
