import { createLazy } from '../lazy'

/** The grammars, fetched with the first block of code that `wanted` them; null until then. */
export const useHighlighter = createLazy(async () => (await import('./highlighter')).highlight)
