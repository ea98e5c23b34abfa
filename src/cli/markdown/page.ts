import type { Style } from '../text/style'

export interface Page {
  style: Style
  /** Columns that lines may take. */
  columns: number
}
