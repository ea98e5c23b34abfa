/**
 * A text from an editor as the file is to have it: editors join lines with a plain line feed and leave a byte order mark away,
 * whatever the file had.
 */
export function asOnDisk(text: string, present: string): string {
  const hasWindowsLines = /\r\n/.test(present) && !/(^|[^\r])\n/.test(present)
  const lines = hasWindowsLines ? text.replaceAll(/\r?\n/g, '\r\n') : text
  return present.startsWith('\ufeff') && !lines.startsWith('\ufeff') ? `\ufeff${lines}` : lines
}
