import { createStore } from 'zustand/vanilla'

/** What the page's one polite live region says. A screen reader hears it once; sighted people see it elsewhere. */
export const announcer = createStore(() => ({ text: '' }))

export function announce(text: string): void {
  announcer.setState({ text })
}
