import type { WebContents } from 'electron'
import { diagramFramePath } from '../shared/content-security-policy'
import type { Log } from './log'
import type { Page } from './page'

const openableSchemes = new Set(['http:', 'https:', 'mailto:'])
const maxUrlLength = 2_083

/**
 * The one door from the app to the system's browser and mail program. Answers false for everything but http, https and
 * mailto, for a host hidden behind a user name, and for more than Windows can pass on. What is opened is the parsed
 * address, so an international host is in its ASCII form.
 */
export function createSafeOpener(
  open: (url: string) => Promise<void>,
  log: Log,
): (address: string) => boolean {
  return address => {
    const url = URL.parse(address)
    if (
      url === null ||
      !openableSchemes.has(url.protocol) ||
      url.username !== '' ||
      url.password !== '' ||
      url.href.length > maxUrlLength
    ) {
      log.warn({ scheme: url?.protocol ?? 'none' }, 'an address was not opened')
      return false
    }
    open(url.href).catch(error => log.warn({ err: error }, 'the system did not open an address'))
    return true
  }
}

/** The part of a page's WebContents that is guarded. */
export type GuardedContents = Pick<WebContents, 'on' | 'setWindowOpenHandler' | 'reload'>

/**
 * Keeps a page where it is. Nothing a page or a link does navigates it, frames included; what a person may follow opens
 * outside. Loads that main itself starts do not pass here.
 */
export function guardNavigation(
  contents: GuardedContents,
  page: Page,
  openExternalSafe: (address: string) => boolean,
): void {
  contents.on('will-frame-navigate', details => {
    // The one frame there is, on its way to its one document. A frame that goes there again only begins anew.
    const isDiagramFrame = !details.isMainFrame && details.url === `${page.origin}${diagramFramePath}`
    if (!isDiagramFrame) details.preventDefault()
  })
  contents.on('will-navigate', details => {
    details.preventDefault()
    // The page's own "reload" button: the same page once more, loaded by us.
    if (details.url.split(/[?#]/, 1)[0] === page.url) contents.reload()
    else openExternalSafe(details.url)
  })
  contents.on('will-redirect', details => details.preventDefault())
  contents.on('will-attach-webview', event => event.preventDefault())
  // Preventing this one ignores the page's objection: no page keeps the app from quitting.
  contents.on('will-prevent-unload', event => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openExternalSafe(url)
    return { action: 'deny' }
  })
}
