import type { ExternalTarget } from './external-target'

/**
 * What a model may put on the screen. The lexer's open-ended tokens are parsed into this closed union, so an element or
 * attribute that is not listed here cannot be produced by any text.
 */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'strong'; children: Inline[] }
  | { kind: 'emphasis'; children: Inline[] }
  | { kind: 'strike'; children: Inline[] }
  | { kind: 'code'; text: string }
  /** A formula. `source` has its marks, as it was written. */
  | { kind: 'math'; tex: string; display: boolean; source: string }
  | { kind: 'break' }
  /** `shownHost` is set when the text could be taken for another place than the link leads to. */
  | { kind: 'link'; target: ExternalTarget; shownHost: string | null; children: Inline[] }
  /** A link to a scheme that is never opened; `address` is shown beside the text. */
  | { kind: 'refusedLink'; address: string; children: Inline[] }
  /** Never loaded. `target` is null when even a link to it is refused. */
  | { kind: 'image'; alt: string; target: ExternalTarget | null }

export type Alignment = 'left' | 'center' | 'right' | null

export interface ListItem {
  /** Null when it is not a task. */
  checked: boolean | null
  blocks: Block[]
}

export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; level: 1 | 2 | 3 | 4 | 5 | 6; children: Inline[] }
  /** `open` while its closing fence has not arrived. */
  | { kind: 'code'; language: string; text: string; open: boolean }
  /** A formula on lines of its own; `open` while its closing mark has not arrived. */
  | { kind: 'math'; tex: string; source: string; open: boolean }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; ordered: boolean; start: number; items: ListItem[] }
  | { kind: 'table'; align: Alignment[]; header: Inline[][]; rows: Inline[][][] }
  | { kind: 'rule' }
  /** Source shown as it is: raw HTML, or text a guard refused to interpret. */
  | { kind: 'plain'; text: string }
