/** Long enough for the browser to have taken the address. */
const releaseMs = 10_000

/** Has the browser save a value as a file. */
export function saveAsJson(fileName: string, value: unknown): void {
  const address = URL.createObjectURL(
    new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: 'application/json' }),
  )
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), releaseMs)
}
