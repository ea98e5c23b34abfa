import { open, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { splitDocument } from '../core/memory/transfer/split-document'
import { documentsOf, isZip } from '../core/memory/transfer/unpack'
import { HarombeError } from '../shared/errors'

const hasSystemCode = (error: unknown, code: string) =>
  error instanceof Error && 'code' in error && error.code === code

/** What is sent in one go. */
export interface ImportPart {
  name: string
  bytes: Uint8Array
}

/** An upload holds 64 MiB. */
const mostAtOnce = 64 * 1024 * 1024
/** Of the parts that a larger file is sent in. */
const partBytes = 32 * 1024 * 1024
const mostBytes = 1024 * 1024 * 1024

/** A document with the same list around some of its members. */
function wrapped(head: string | null, elements: readonly string[]): Uint8Array {
  const [before, after] = head === null ? ['[', ']'] : [head.slice(0, -2), ']}']
  return Buffer.from(`${before}${elements.join(',')}${after}`)
}

async function* partsOf(name: string, document: AsyncIterable<Uint8Array>): AsyncGenerator<ImportPart, void> {
  let head: string | null = null
  let elements: string[] = []
  let bytes = 0
  for await (const part of splitDocument(document)) {
    if (part.kind === 'head') {
      head = part.text
      continue
    }
    const length = Buffer.byteLength(part.text)
    if (elements.length > 0 && bytes + length > partBytes) {
      yield { name, bytes: wrapped(head, elements) }
      elements = []
      bytes = 0
    }
    elements.push(part.text)
    bytes += length
  }
  if (elements.length > 0) yield { name, bytes: wrapped(head, elements) }
}

async function sizeOf(path: string): Promise<number> {
  const file = await open(path).catch(error => {
    if (hasSystemCode(error, 'ENOENT')) {
      throw new HarombeError('NOT_FOUND', `${path} is not there.`, {
        hint: 'Check the name; a path with spaces goes in quotes.',
      })
    }
    const reason = error instanceof Error ? error.message : 'Check who may read it.'
    throw new HarombeError('NOT_FOUND', `${path} cannot be read.`, { hint: reason })
  })
  try {
    const stats = await file.stat()
    if (stats.isFile()) return stats.size
    throw new HarombeError('BAD_REQUEST', `${path} is not a file.`, { hint: 'Name the files themselves.' })
  } finally {
    await file.close()
  }
}

/**
 * A file of conversations as it can be sent: as it is, or, where that is too large for one upload (a zip of ChatGPT has all
 * pictures too), its conversations in several parts. @throws HarombeError NOT_FOUND, PAYLOAD_TOO_LARGE
 */
export async function* importParts(path: string): AsyncGenerator<ImportPart, void> {
  const size = await sizeOf(path)
  if (size > mostBytes) {
    throw new HarombeError('PAYLOAD_TOO_LARGE', `${path} has more than 1 GiB.`, {
      hint: 'Unpack it and import conversations.json alone.',
    })
  }
  const bytes = await readFile(path)
  const name = basename(path)
  if (size <= mostAtOnce) yield { name, bytes }
  else
    for await (const document of documentsOf(bytes))
      yield* partsOf(isZip(bytes) ? 'conversations.json' : name, document)
}
