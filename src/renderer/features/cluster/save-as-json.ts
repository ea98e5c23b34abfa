import { saveFile } from '../../save-file'

/** Has the browser save a value as a file. */
export function saveAsJson(fileName: string, value: unknown): void {
  saveFile(fileName, new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: 'application/json' }))
}
