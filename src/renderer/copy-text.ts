/**
 * Puts a text on the clipboard. Over plain http from another machine, as on a phone, there is no `navigator.clipboard`: then
 * the older way, by a selection. Rejects when the browser refuses both.
 */
export async function copyText(text: string): Promise<void> {
  // Absent outside secure contexts, whatever the types say.
  const clipboard: Clipboard | undefined = navigator.clipboard
  try {
    if (clipboard !== undefined) return await clipboard.writeText(text)
  } catch {
    // Refused, as in a frame or without a gesture: the older way asks for other rights.
  }
  if (!copyBySelection(text)) throw new Error('The clipboard cannot be written from here.')
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.className = 'sr-only'
  // Inside an open dialog: its focus trap would take the selection away from anything outside.
  const parent = focused?.closest('[role="dialog"]') ?? document.body
  parent.append(field)
  field.select()
  try {
    return document.execCommand('copy')
  } finally {
    field.remove()
    if (focused instanceof HTMLElement) focused.focus()
  }
}
