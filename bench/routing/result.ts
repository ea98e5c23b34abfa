import type { Finding } from './bars'
import type { Interval, Intervals } from './intervals'
import type { Confusion } from './metrics/confusion'
import type { FigureName, Figures } from './metrics/figures'
import type { Speed } from './speed'

export interface RouterResult {
  router: string
  /** Trained on the very prompts it was asked about, so its figures flatter it. */
  isFitted: boolean
  figures: Figures
}

export interface PartResult {
  part: string
  prompts: number
  figures: Figures
}

export type JudgedBar = Finding & { of: string; interval: Interval | null; figure: FigureName | null }

/** Everything the bench found; what `--json` prints. */
export interface RoutingResult {
  prompts: number
  groups: number
  folds: number
  seeds: number
  routers: RouterResult[]
  /** Of our router at balanced, cross-validated. */
  intervals: Intervals
  confusion: Confusion
  bySource: PartResult[]
  byLanguage: PartResult[]
  /** Trained without the source. */
  unseenSources: PartResult[]
  evaluation: PartResult[]
  speed: Speed
  bars: JudgedBar[]
}
