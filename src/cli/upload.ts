import type { HarombeClient } from '../shared/contract'
import type { ImportPart } from './import-parts'

/** Its base64 fits into a frame. */
const partBytes = 512 * 1024

/** Sends a file in parts. @returns the id of the upload @throws HarombeError PAYLOAD_TOO_LARGE */
export async function upload(
  client: HarombeClient,
  { name, bytes }: ImportPart,
  signal: AbortSignal,
): Promise<string> {
  const { uploadId } = await client.call(
    'memory.beginUpload',
    { name: name.slice(0, 255), bytes: bytes.length },
    { signal },
  )
  try {
    for (let offset = 0; offset < bytes.length; offset += partBytes) {
      const data = Buffer.from(bytes.subarray(offset, offset + partBytes)).toString('base64')
      await client.call('memory.appendUpload', { uploadId, offset, data }, { signal })
    }
    return uploadId
  } catch (error) {
    await client.call('memory.cancelUpload', { uploadId }).catch(() => undefined)
    throw error
  }
}
