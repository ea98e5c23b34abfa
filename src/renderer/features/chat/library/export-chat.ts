import type { HarombeClient } from '../../../../shared/contract'
import { isHarombeError } from '../../../../shared/harombe-error'
import { spoken } from '../../../../shared/texts/spoken'
import { type ExportFormat, exportChats, exportFileName } from '../../../export-chats'
import { saveFile } from '../../../save-file'
import { texts } from '../../../texts'
import { toast } from '../../../ui'

/** Saves one chat as a file, and says so when that does not work. */
export async function exportChat(
  client: HarombeClient,
  { id, title }: { id: string; title: string },
  format: ExportFormat,
): Promise<void> {
  try {
    const { signal } = new AbortController()
    saveFile(exportFileName(title, format), await exportChats(client, { ids: [id], format, signal }))
  } catch (error) {
    toast.error(isHarombeError(error) ? spoken(error.message, texts.t) : texts.t('chat.library.exportFailed'))
  }
}
