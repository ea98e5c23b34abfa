import type { GroupHandlers } from '../../../shared/contract/define'
import type { memoryContract } from '../../../shared/contract/memory'
import type { Attachments } from '../../memory/ingest/attachments'
import type { UploadStore } from '../../memory/ingest/upload-store'

export type UploadHandlers = Pick<
  GroupHandlers<typeof memoryContract>,
  | 'beginUpload'
  | 'appendUpload'
  | 'cancelUpload'
  | 'attachUpload'
  | 'watchAttachment'
  | 'removeAttachment'
  | 'readAttachment'
>

export interface UploadHandlerDependencies {
  uploads: Pick<UploadStore, 'begin' | 'append' | 'cancel'>
  attachments: Pick<Attachments, 'attach' | 'watch' | 'remove' | 'read'>
}

/** Files on their way in, and what became of them. */
export function createUploadHandlers({ uploads, attachments }: UploadHandlerDependencies): UploadHandlers {
  return {
    beginUpload: ({ name, bytes }) => uploads.begin(name, bytes),
    async appendUpload({ uploadId, offset, data }) {
      await uploads.append(uploadId, offset, Buffer.from(data, 'base64'))
      return null
    },
    async cancelUpload({ uploadId }) {
      await uploads.cancel(uploadId)
      return null
    },
    attachUpload: ({ uploadId, path }) => attachments.attach(uploadId, path),
    watchAttachment: ({ id }, { signal }) => attachments.watch(id, signal),
    async removeAttachment({ id }) {
      await attachments.remove(id)
      return null
    },
    readAttachment: ({ id }, { signal }) => attachments.read(id, signal),
  }
}
