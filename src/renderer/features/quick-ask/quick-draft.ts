const key = 'harombe.draft.quick'
const maximumLength = 200_000

/** What is typed and not sent, kept while the small window is hidden or harombe restarts. A browser may refuse storage. */
export function readDraft(): string {
  try {
    return localStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

export function writeDraft(text: string): void {
  try {
    if (text === '') localStorage.removeItem(key)
    else localStorage.setItem(key, text.slice(0, maximumLength))
  } catch {
    // It lives as long as the page then.
  }
}
