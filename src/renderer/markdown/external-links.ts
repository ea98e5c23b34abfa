import { createStore, type StoreApi } from 'zustand/vanilla'
import { type ExternalTarget, readExternalTarget } from './external-target'

export interface ExternalLinks {
  store: StoreApi<{ asking: ExternalTarget | null }>
  /** Shows the address and asks; nothing is opened before the answer. */
  openExternalSafely(target: ExternalTarget): void
  confirm(): void
  dismiss(): void
}

/** The one way out of a model's text. `open` gets an address that was just checked again and confirmed by the user. */
export function createExternalLinks(open: (url: string) => void): ExternalLinks {
  const store = createStore(() => ({ asking: null as ExternalTarget | null }))
  const dismiss = () => store.setState({ asking: null })
  return {
    store,
    openExternalSafely: target => store.setState({ asking: readExternalTarget(target.url) }),
    confirm() {
      const { asking } = store.getState()
      dismiss()
      if (asking !== null) open(asking.url)
    },
    dismiss,
  }
}

/** In the desktop window the host refuses the new window and hands the address to the system's browser instead. */
export const externalLinks = createExternalLinks(url => {
  window.open(url, '_blank', 'noopener,noreferrer')
})
