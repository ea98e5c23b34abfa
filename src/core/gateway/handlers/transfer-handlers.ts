import type { GroupHandlers } from '../../../shared/contract/define'
import type { memoryContract } from '../../../shared/contract/memory'
import { importFile } from '../../memory/transfer/import-file'
import { inPieces } from '../../memory/transfer/in-pieces'
import type { ConversationSink, ConversationSource } from '../../memory/transfer/types'
import { writeJson } from '../../memory/transfer/write-json'
import { writeMarkdown } from '../../memory/transfer/write-markdown'

export type TransferHandlers = Pick<
  GroupHandlers<typeof memoryContract>,
  'importUpload' | 'exportConversations'
>

export interface TransferHandlerDependencies {
  uploads: {
    read(uploadId: string): Promise<{ bytes: Uint8Array }>
    cancel(uploadId: string): Promise<void>
  }
  source: ConversationSource
  sink: ConversationSink
  /** Milliseconds since the epoch. */
  now(): number
}

/** The way in and out. An upload that was only tried is still there for the import itself. */
export function createTransferHandlers(dependencies: TransferHandlerDependencies): TransferHandlers {
  const { uploads, source, sink, now } = dependencies
  return {
    async importUpload({ uploadId, dryRun }, { signal }) {
      const { bytes } = await uploads.read(uploadId)
      const report = await importFile(bytes, { sink, dryRun, now: now(), signal })
      if (!dryRun) await uploads.cancel(uploadId)
      return report
    },
    async *exportConversations({ ids, format }, { signal }) {
      const chosen = ids ?? source.ids()
      const parts = format === 'json' ? writeJson(source, chosen, now()) : writeMarkdown(source, chosen)
      for await (const text of inPieces(parts, signal)) yield { text }
    },
  }
}
