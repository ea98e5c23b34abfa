import { identifier, nodeName } from '../shared/entities'
import { appScheme } from './page'

/** What a link from outside (mail, browser, another program) may ask for. */
export type DeepLink = { kind: 'chat'; id: string } | { kind: 'node'; name: string }

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** Null for everything that is not exactly `harombe://chat/<id>` or `harombe://node/<name>`. */
export function parseDeepLink(address: string): DeepLink | null {
  const url = address.length > 512 ? null : URL.parse(address)
  if (url === null || url.protocol !== `${appScheme}:`) return null
  if (url.username !== '' || url.password !== '' || url.port !== '' || url.search !== '' || url.hash !== '') {
    return null
  }
  const [, raw, ...rest] = url.pathname.split('/')
  const value = raw === undefined || rest.length > 0 ? null : decode(raw)
  if (url.hostname === 'chat') {
    const id = identifier.safeParse(value)
    return id.success ? { kind: 'chat', id: id.data } : null
  }
  if (url.hostname === 'node') {
    const name = nodeName.safeParse(value)
    return name.success ? { kind: 'node', name: name.data } : null
  }
  return null
}

/** Windows and Linux hand a link over as an argument, among others that Chromium may have added. */
export function findDeepLink(argv: readonly string[]): DeepLink | null {
  for (const argument of argv) {
    const link = parseDeepLink(argument)
    if (link !== null) return link
  }
  return null
}
