/**
 * The host loads the page with `?safe=1` after it crashed again and again. Model text is what the page knows least about, so
 * it is then shown as it is, without being drawn.
 */
export const isSafeMode = new URLSearchParams(location.search).get('safe') === '1'
