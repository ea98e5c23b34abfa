import type { HarombeClient } from '../../../../shared/contract'
import type { Attachment } from '../../../../shared/entities'
import { sendFile } from '../../../client/send-file'

export interface UploadOptions {
  name: string
  path?: string | undefined
  /** Of the file, 0 to 1. */
  onShare(share: number): void
  signal: AbortSignal
}

/**
 * Gives a file to the coordinator, in parts. What was begun and is not finished is taken back.
 * @throws HarombeError PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE with what can be read instead; BAD_REQUEST for an empty file
 */
export async function uploadFile(
  client: HarombeClient,
  file: Blob,
  options: UploadOptions,
): Promise<Attachment> {
  const { path, signal } = options
  const uploadId = await sendFile(client, file, options)
  try {
    signal.throwIfAborted()
    return await client.call('memory.attachUpload', {
      uploadId,
      ...(path === undefined ? {} : { path: path.slice(-1024) }),
    })
  } catch (error) {
    client.call('memory.cancelUpload', { uploadId }).catch(() => undefined)
    throw error
  }
}
