import { setImmediate as macrotask } from 'node:timers/promises'
import { HarombeError } from '../../../shared/errors'

const chunkBytes = 262_144
/** Deflate makes at most a thousand bytes of one, and what one piece makes is held. */
const packedChunkBytes = 16_384
/** Of what is unpacked from a zip. */
const maxUnpackedBytes = 512 * 1024 * 1024
const conversationFile = /(?:^|\/)conversations(?:-\d+)?\.json$/

/**
 * The variant for Node declares a `require` of its own, beside the one that every file of the build gets, and such a file cannot be
 * loaded. They differ in how threads are started, which is not used here.
 */
const loadUnzip = () => import('fflate/browser')

export const isZip = (bytes: Uint8Array) =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04

/** In pieces, so that others get their turn while a large file is read. */
export async function* inChunks(bytes: Uint8Array, size = chunkBytes): AsyncGenerator<Uint8Array, void> {
  for (let offset = 0; offset < bytes.length; offset += size) {
    yield bytes.subarray(offset, offset + size)
    await macrotask()
  }
}

/** The documents of an upload: the file itself, or the files of conversations in a zip, one after the other. */
export async function* documentsOf(bytes: Uint8Array): AsyncGenerator<AsyncIterable<Uint8Array>, void> {
  if (!isZip(bytes)) {
    yield inChunks(bytes)
    return
  }
  const { unzipSync } = await loadUnzip()
  const names: string[] = []
  // The directory at the end tells all names; nothing is unpacked for it.
  readZip(() => unzipSync(bytes, { filter: ({ name }) => names.push(name) < 0 }))
  const wanted = names.filter(name => conversationFile.test(name)).toSorted()
  if (wanted.length === 0) {
    throw new HarombeError('BAD_REQUEST', 'There is no conversations.json in this zip.', {
      hint: 'ChatGPT sends its export as a zip that has one.',
    })
  }
  for (const name of wanted) yield unpacked(bytes, name)
}

function readZip<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof HarombeError) throw error
    throw new HarombeError('BAD_REQUEST', 'This zip is damaged.', {
      hint: 'Download it again, or unpack it and import conversations.json.',
      cause: error,
    })
  }
}

/** One file of the zip as it is unpacked, so that neither its size nor its time is anybody's trouble. */
async function* unpacked(bytes: Uint8Array, wanted: string): AsyncGenerator<Uint8Array, void> {
  const { Unzip, UnzipInflate } = await loadUnzip()
  let ready: Uint8Array[] = []
  let isFound = false
  let isEnded = false
  let total = 0
  let failure: Error | null = null
  const unzip = new Unzip(file => {
    if (file.name !== wanted || isFound) return
    isFound = true
    file.ondata = (error, chunk, final) => {
      if (error !== null) failure = error
      ready.push(chunk)
      isEnded = final
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  for await (const chunk of inChunks(bytes, packedChunkBytes)) {
    readZip(() => {
      unzip.push(chunk)
      if (failure !== null) throw failure
    })
    const out = ready
    ready = []
    for (const each of out) {
      total += each.length
      if (total > maxUnpackedBytes)
        throw new HarombeError('PAYLOAD_TOO_LARGE', 'More than 512 MiB are packed into this zip.')
      yield each
    }
    if (isEnded) return
  }
  if (!isEnded) readZip(() => void unzip.push(new Uint8Array(0), true))
  yield* ready
}
