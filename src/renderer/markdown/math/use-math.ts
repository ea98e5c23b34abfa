import { createLazy } from '../lazy'

/** KaTeX with its styles and fonts, fetched with the first formula; null until then. */
export const useMath = createLazy(async () => (await import('./draw-math')).drawMath)
