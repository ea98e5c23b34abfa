import { createContext, useContext } from 'react'

/** What lies over the editor. */
export type Panel =
  /** `version`: what going back to it would do; null: the draft, or the file when nothing is unsaved. */
  | { kind: 'plan'; version: number | null; intent: 'plan' | 'apply' }
  | { kind: 'history' }
  | { kind: 'import' }

export interface Panels {
  panel: Panel | null
  open(panel: Panel): void
  close(): void
}

const PanelsContext = createContext<Panels | null>(null)

export const PanelsProvider = PanelsContext.Provider

export function usePanels(): Panels {
  const panels = useContext(PanelsContext)
  if (panels === null) throw new Error('usePanels is used outside PanelsProvider')
  return panels
}
