import { limits } from './limits'

/** An address that may be opened after the user has seen it. */
export interface ExternalTarget {
  /** Normalised by the URL parser, without credentials. */
  url: string
  /** Punycode host with port, or the mail address. */
  host: string
  /** The address carried credentials, whose only use in a link is to hide where it leads. */
  disguised: boolean
}

const allowedSchemes = new Set(['http:', 'https:', 'mailto:'])
const hostLike = /(?:[\p{L}\p{N}_-]+\.)+[\p{L}]{2,}/gu

/** Null for a relative address, any scheme but http, https and mailto, and anything the URL parser refuses. */
export function readExternalTarget(address: string): ExternalTarget | null {
  if (address.length > limits.address || !URL.canParse(address)) return null
  const url = new URL(address)
  if (!allowedSchemes.has(url.protocol)) return null
  if (url.protocol === 'mailto:') {
    const mailbox = url.pathname
    return mailbox.includes('@') ? { url: url.href, host: mailbox, disguised: false } : null
  }
  if (url.hostname === '') return null
  // `https://good.example@evil.example/` leads to evil.example.
  const disguised = url.username !== '' || url.password !== ''
  url.username = ''
  url.password = ''
  return { url: url.href, host: url.host, disguised }
}

function normalisedHost(text: string): string {
  const address = `http://${text}`
  return URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, '') : text
}

/**
 * The host to print beside a link whose text could be read as another place: it names a different host, or the address
 * was disguised, or the host itself is made of look-alike letters (punycode).
 */
export function misleadingHost(target: ExternalTarget, text: string): string | null {
  if (target.disguised) return target.host
  const isMail = target.url.startsWith('mailto:')
  const host = isMail ? (target.host.split('@').at(-1) ?? target.host) : new URL(target.url).hostname
  if (host.split('.').some(label => label.startsWith('xn--'))) return target.host
  const own = host.replace(/^www\./, '')
  const named = text.match(hostLike) ?? []
  return named.some(name => normalisedHost(name) !== own) ? target.host : null
}
