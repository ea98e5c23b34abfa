/**
 * Bounds on what a model's text may cost. Unguarded, marked overflows the stack on nested `>` and needs half a second for
 * 20 kB of `_a`; a block is lexed again on every flush while it grows. Lengths are UTF-16 units.
 */
export const limits = {
  /** Quotes and lists inside one another, and emphasis likewise. */
  nesting: 16,
  /** One piece of text handed to the inline lexer. */
  inlineRun: 3_000,
  /** Characters in one run that may start or end a construct; prose has some 60 in 3 kB, an attack thousands. */
  inlineMarkers: 320,
  /** Larger blocks are shown as plain text. */
  block: 20_000,
  /** From this size on, a list is continued as a new block at its next item and a paragraph at its next line. */
  blockSplit: 4_000,
  /** Blocks of one text; what follows them is plain text. An honest answer of 100 kB has a few hundred. */
  blocks: 2_000,
  /**
   * A longer unbroken word makes its block plain text: where Inter's kerning and contextual forms touch every letter,
   * Chromium lays out each broken line anew from the start of the word (7 s for 60 kB of `\\`, 9 ms in JetBrains Mono).
   */
  word: 1_000,
  /** Plain text is laid out in pieces of this size. */
  plainPiece: 4_000,
  /** Columns of a table; the rest of a row is dropped from view, not from the copied source. */
  tableColumns: 40,
  /** Reference definitions shared by the blocks of one text. */
  definitions: 4_000,
  /** Source of one formula, on lines of its own and within a line. Beyond, it is text. */
  formula: 4_000,
  inlineFormula: 1_000,
  /** Formulas in one block; the rest are shown as their source. */
  formulas: 200,
  /** Source of one diagram, and the picture made of it. */
  diagram: 20_000,
  picture: 2_000_000,
  /** An address longer than this is not a link. */
  address: 2_048,
  /** Code is highlighted up to this offset; what follows stays plain. */
  highlight: 60_000,
  /** A single chunk larger than this stays plain: it is one minified line. */
  highlightChunk: 8_000,
  /** Lines of code per element that the browser may skip while it is out of sight. */
  codeChunkLines: 64,
} as const
