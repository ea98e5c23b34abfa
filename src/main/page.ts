import type { CustomScheme } from 'electron'

/** The page is served under this scheme; links such as `harombe://chat/<id>` from outside use it too, with other hosts. */
export const appScheme = 'harombe'
export const appOrigin = `${appScheme}://app`

/** Standard and secure give the page an origin, storage and modules; it may bypass nothing. */
export const privilegedScheme: CustomScheme = {
  scheme: appScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
}

export interface Page {
  /** Where the page is loaded from, without query and fragment. */
  url: string
  /** `scheme://host[:port]`, what Chromium calls its origin. */
  origin: string
}

/**
 * Scheme, host and port of an address, or null. Not `URL.origin`: to Node a custom scheme is opaque and its origin reads
 * "null", as does that of every hostile `data:` page, so a comparison by it would let those in.
 */
export function originOf(address: string): string | null {
  const url = URL.parse(address)
  return url === null || url.host === '' ? null : `${url.protocol}//${url.host}`
}

/** The built page, or in development (never when packaged) the one Vite serves. */
export function resolvePage(isPackaged: boolean, developmentUrl: string | undefined): Page {
  const url = isPackaged || developmentUrl === undefined ? `${appOrigin}/` : new URL(developmentUrl).href
  const origin = originOf(url)
  if (origin === null) throw new Error(`The page has no origin: ${url}`)
  return { url, origin }
}
