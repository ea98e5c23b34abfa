/** The measure of the chat: 720 px of text. */
export const column = 'mx-auto w-full max-w-[752px] px-4'

/** Keeps the width of a scroll bar free on both sides, so that what scrolls and what does not stand in one column. */
export const columnGutter = '[scrollbar-gutter:stable_both-edges]'
