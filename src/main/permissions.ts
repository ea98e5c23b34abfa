import type { Session } from 'electron'
import { originOf, type Page } from './page'

const allowed: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** Scheme prefixes the page's own machinery uses inside Chromium; none of them reaches a network. */
const localSchemes = ['blob:', 'data:', 'devtools:']

export type GuardedSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'webRequest'
>

/** The page may write to the clipboard and load its own files. Camera, devices, screen, network: all refused. */
export function restrictSession(session: GuardedSession, page: Page): void {
  const may = (permission: string, address: string) =>
    allowed.has(permission) && originOf(address) === page.origin

  session.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(may(permission, details.requestingUrl)),
  )
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    may(permission, requestingOrigin),
  )
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null))
  session.webRequest.onBeforeRequest(({ url }, callback) => {
    callback({ cancel: !isOwnRequest(url, page) })
  })
}

/** In development the page also speaks to Vite's socket, which has its host and another scheme. */
function isOwnRequest(address: string, page: Page): boolean {
  if (localSchemes.some(scheme => address.startsWith(scheme))) return true
  return originOf(address)?.replace(/^ws/, 'http') === page.origin
}
