import { createHash } from 'node:crypto'
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import {
  type OverlaySource,
  overlaysOf,
  type ResolvedSources,
  resolveSources,
} from '../../shared/config/document/resolve-sources'
import { isMissingFile } from './private-files'

/** A file as it was read; a missing one reads as empty. */
export interface FileRead {
  bytes: Uint8Array
  /** sha256; `absent` for a missing file. */
  hash: string
  exists: boolean
}

export type ReadResult = FileRead | { error: string }

export interface OverlayRead {
  name: string
  path: string
  /** Null: it is not there, or cannot be read. */
  bytes: Uint8Array | null
}

export interface SourcesRead {
  base: FileRead
  overlays: OverlayRead[]
  /** Differs whenever one of them does. */
  fingerprint: string
}

const largestFile = 16_777_216

export function readBytes(path: string): ReadResult {
  try {
    // A device or a pipe would never end; a huge file is refused by its size before it is read.
    const stat = statSync(path)
    if (!stat.isFile()) return { error: 'it is not a file' }
    if (stat.size > largestFile) return { error: 'it is too large' }
    const bytes = readFileSync(path)
    return { bytes, hash: hashOf(bytes), exists: true }
  } catch (error) {
    if (isMissingFile(error)) return { bytes: new Uint8Array(), hash: 'absent', exists: false }
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

/** `harombe.home.yaml` beside `harombe.yaml`. */
export function overlayPath(path: string, name: string): string {
  const extension = extname(path)
  return join(dirname(path), `${basename(path, extension)}.${name}${extension}`)
}

/** Those of the run (`--overlay`), or those the text names. */
export function readOverlays(
  path: string,
  text: string | Uint8Array,
  ofRun: readonly string[] | undefined,
): OverlayRead[] {
  return (ofRun ?? overlaysOf(text)).map(name => {
    const place = overlayPath(path, name)
    const read = readBytes(place)
    return { name, path: place, bytes: 'error' in read || !read.exists ? null : read.bytes }
  })
}

export function readSources(
  path: string,
  ofRun: readonly string[] | undefined,
): SourcesRead | { error: string } {
  const base = readBytes(path)
  return 'error' in base ? base : sourcesOf(base, readOverlays(path, base.bytes, ofRun))
}

export function sourcesOf(base: FileRead, overlays: OverlayRead[]): SourcesRead {
  return { base, overlays, fingerprint: [base.hash, ...overlays.map(markOf)].join('\n') }
}

const markOf = ({ name, bytes }: OverlayRead) => `${name} ${bytes === null ? 'absent' : hashOf(bytes)}`

export function resolveRead(text: string | Uint8Array, overlays: readonly OverlayRead[]): ResolvedSources {
  return resolveSources(
    text,
    overlays.map(({ name, path, bytes }): OverlaySource => ({ name, file: basename(path), content: bytes })),
  )
}

/** sha256 of the file and its overlays; the file's own where there are none. */
export function digestOf(text: string | Uint8Array, overlays: readonly OverlayRead[]): string {
  const own = hashOf(text)
  if (overlays.length === 0) return own
  return hashOf([own, ...overlays.map(markOf)].join('\n'))
}

export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')

/** Where to write: a symbolic link (a dotfiles folder, say) stays one. */
export function targetOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
