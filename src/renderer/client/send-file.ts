import type { HarombeClient } from '../../shared/contract'
import { HarombeError } from '../../shared/harombe-error'

/** A frame of the contract holds 1 MiB, of which base64 takes a third. */
const partBytes = 512 * 1024
const mostBytes = 64 * 1024 * 1024
/** More arguments than this overflow the stack of some engines. */
const charactersAtOnce = 0x8000

function base64(bytes: Uint8Array): string {
  const pieces: string[] = []
  for (let start = 0; start < bytes.length; start += charactersAtOnce) {
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + charactersAtOnce)))
  }
  return btoa(pieces.join(''))
}

export interface SendFileOptions {
  name: string
  /** Of the file, 0 to 1. */
  onShare(share: number): void
  signal: AbortSignal
}

async function sendParts(client: HarombeClient, uploadId: string, file: Blob, options: SendFileOptions) {
  for (let offset = 0; offset < file.size; offset += partBytes) {
    const part = new Uint8Array(await file.slice(offset, offset + partBytes).arrayBuffer())
    options.signal.throwIfAborted()
    await client.call('memory.appendUpload', { uploadId, offset, data: base64(part) })
    options.onShare(Math.min(1, (offset + part.length) / file.size))
  }
}

/**
 * Gives a file to the coordinator, in parts, and resolves with the upload's id. What was begun and is not finished is taken back.
 * @throws HarombeError PAYLOAD_TOO_LARGE; BAD_REQUEST for an empty file
 */
export async function sendFile(client: HarombeClient, file: Blob, options: SendFileOptions): Promise<string> {
  const { name, signal } = options
  if (file.size > mostBytes) throw new HarombeError('PAYLOAD_TOO_LARGE', 'Files may have up to 64 MB.')
  if (file.size === 0) throw new HarombeError('BAD_REQUEST', 'The file is empty.')
  const { uploadId } = await client.call('memory.beginUpload', { name: name.slice(-255), bytes: file.size })
  try {
    signal.throwIfAborted()
    await sendParts(client, uploadId, file, options)
    return uploadId
  } catch (error) {
    client.call('memory.cancelUpload', { uploadId }).catch(() => undefined)
    throw error
  }
}
