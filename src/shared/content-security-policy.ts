/**
 * The policy the page runs under in both hosts, sent as a header by whoever serves it: the desktop's protocol handler and
 * the web listener. The page makes no connection but to its own origin, runs no inline script or style, and no string
 * ever becomes HTML or code (trusted types without a single policy). `webrtc 'block'` is left out: Chromium does not know
 * the directive and reports it as an error on every page.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  // The diagram frame; every other page of ours refuses to be framed.
  "frame-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** Where both hosts serve the document in which a model's diagrams are drawn. */
export const diagramFramePath = '/diagram-frame.html'

/**
 * The frame has no origin of its own to lose and reaches nothing: no network, no storage, no navigation. A `<meta>` in the
 * document narrows the scripts to the hashes of its own two; styles are how Mermaid draws.
 */
export const diagramFramePolicy = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-scripts',
].join('; ')

/** Sent with every file of the page. Hovering a link that a model wrote must not even resolve its host. */
export const pageSecurityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** What a file of the page is sent with; `path` as in its address. */
export function headersOfPageFile(path: string): Readonly<Record<string, string>> {
  if (path !== diagramFramePath) return pageSecurityHeaders
  return {
    ...pageSecurityHeaders,
    'content-security-policy': diagramFramePolicy,
    'x-frame-options': 'SAMEORIGIN',
  }
}
