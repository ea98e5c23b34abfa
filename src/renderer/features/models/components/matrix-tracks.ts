/**
 * A row lays itself out: a real table measures all of its rows when one changes, which is felt from a hundred rows on. No paint
 * containment, though: clipped one by one, the names that stay in sight become a layer each. `--nodes` says how many node
 * columns there are; the tracks come out the same in every row, whatever it holds.
 */
export const matrixRow =
  'grid grid-cols-[minmax(280px,1fr)_repeat(var(--nodes),minmax(164px,240px))] [contain:size_layout_style]'

/** Pixels. Below this the matrix scrolls sideways. */
export const matrixLeast = (nodes: number) => 280 + nodes * 164
export const matrixWidth = 'min-w-[calc(280px+var(--nodes)*164px)]'

/** What takes the focus must not end up beneath the header or the names, which stay in sight. */
export const clearOfHeaders = 'scroll-mt-(--header) scroll-ml-[280px]'
