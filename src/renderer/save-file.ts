/** Long enough for the browser to have taken the address. */
const releaseMs = 10_000

/** Has the browser save it as a file. */
export function saveFile(fileName: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), releaseMs)
}
