import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { createFileReader } from '../core/memory/ingest/file-reader'
import { isUnreadable } from '../core/memory/ingest/types'
import { systemClock } from '../shared/clock'
import { HarombeError } from '../shared/errors'
import { findIngestThread } from './environment'

export interface TextDocument {
  name: string
  text: string
}

const maxBytes = 64 * 1024 * 1024

/** The text of a file or of what came through a pipe: text, code or PDF. @throws HarombeError UNSUPPORTED_MEDIA_TYPE */
export async function readDocument(
  name: string,
  bytes: Uint8Array,
  signal: AbortSignal,
  threadEntry: string | undefined = findIngestThread(),
): Promise<TextDocument> {
  const read = createFileReader({ threadEntry, after: systemClock.after, report: () => undefined })
  const found = await read(name, bytes, signal)
  if (isUnreadable(found)) throw new HarombeError('UNSUPPORTED_MEDIA_TYPE', `${name}: ${found.problem}`)
  if (found.text === null) {
    throw new HarombeError(
      'UNSUPPORTED_MEDIA_TYPE',
      `${name} is a picture, and the command line sends text only.`,
      {
        hint: 'Attach it in the app, where models that can see are asked.',
      },
    )
  }
  const text = found.text.replaceAll('\f', '\n\n').trim()
  if (text !== '') return { name, text }
  throw new HarombeError('UNSUPPORTED_MEDIA_TYPE', `There is no text in ${name}.`, {
    hint: 'A PDF of scanned pages needs text recognition first.',
  })
}

/** @throws HarombeError NOT_FOUND, PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE */
export async function readDocumentFile(
  path: string,
  signal: AbortSignal,
  threadEntry?: string,
): Promise<TextDocument> {
  const cannot = (reason: string, hint: string) =>
    new HarombeError('NOT_FOUND', `${path} ${reason}.`, { hint })
  const found = await stat(path).catch(() => null)
  if (found === null) throw cannot('is not there', 'Check the name; a path with spaces goes in quotes.')
  if (found.isDirectory()) throw cannot('is a folder', 'Name the files in it.')
  if (found.size > maxBytes) {
    throw new HarombeError('PAYLOAD_TOO_LARGE', `${path} has more than 64 MiB.`, {
      hint: 'Send a part of it.',
    })
  }
  const bytes = await readFile(path, { signal }).catch(error => {
    signal.throwIfAborted()
    throw cannot('cannot be read', error instanceof Error ? error.message : 'Check who may read it.')
  })
  return readDocument(basename(path), bytes, signal, ...(threadEntry === undefined ? [] : [threadEntry]))
}
