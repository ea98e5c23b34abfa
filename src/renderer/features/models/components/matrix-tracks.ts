/** As wide as there is room for, within what a cell needs and what the eye can still take in as one column. */
export const nodeTrack = 'w-[clamp(164px,calc((100cqw-280px)/var(--nodes)),240px)]'

/** Below this the matrix scrolls sideways. */
export const matrixWidth = 'min-w-[calc(280px+var(--nodes)*164px)]'

/** What takes the focus must not end up beneath the header or the names, which stay in sight. */
export const clearOfHeaders = 'scroll-mt-22 scroll-ml-[280px]'
