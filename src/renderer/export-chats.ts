import type { HarombeClient } from '../shared/contract'

export type ExportFormat = 'markdown' | 'json'

export interface ExportOptions {
  /** Absent: every chat. */
  ids?: readonly string[]
  format: ExportFormat
  /** Characters that have come so far. */
  onProgress?(characters: number): void
  signal: AbortSignal
}

const types: Readonly<Record<ExportFormat, { mediaType: string; extension: string }>> = {
  markdown: { mediaType: 'text/markdown', extension: 'md' },
  json: { mediaType: 'application/json', extension: 'json' },
}

/** Letters, digits and what else every file system takes, of at most 80 characters. */
export function exportFileName(title: string, format: ExportFormat): string {
  const name = title
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{M}\p{N} _-]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return `${Array.from(name).slice(0, 80).join('').trim() || 'chats'}.${types[format].extension}`
}

/** Chats as one file, gathered part by part. @throws HarombeError what the coordinator says; DISCONNECTED in the middle */
export async function exportChats(
  client: HarombeClient,
  { ids, format, onProgress, signal }: ExportOptions,
): Promise<Blob> {
  const parts: BlobPart[] = []
  let characters = 0
  const input = { format, ...(ids === undefined ? {} : { ids: [...ids] }) }
  for await (const { text } of client.stream('memory.exportConversations', input, { signal })) {
    // As a Blob at once: the browser may put it out of its memory.
    parts.push(new Blob([text]))
    characters += text.length
    onProgress?.(characters)
  }
  signal.throwIfAborted()
  return new Blob(parts, { type: types[format].mediaType })
}
