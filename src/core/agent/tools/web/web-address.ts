import { HarombeError } from '../../../../shared/errors'
import { parseAddress } from './address-rules'

/** Ports of other services, which could be made to do something by a request that looks like theirs (WHATWG fetch, "bad ports"). */
const otherServices = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1433, 1521, 1719, 1720,
  1723, 2049, 2375, 2376, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5984, 6000, 6379, 6566, 6665, 6666,
  6667, 6668, 6669, 6679, 6697, 9200, 10080, 11211, 27017,
])

const localNames =
  /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\.arpa|onion|test|invalid)$/

const longestUrl = 2_048

const bad = (message: string) => new HarombeError('BAD_REQUEST', message)
const refused = (message: string, hint?: string) => new HarombeError('FORBIDDEN', message, { hint })

/** A name as names are compared: small letters, no brackets, no dot at the end. */
export const hostKey = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')

/** @throws HarombeError FORBIDDEN for a name that stands for something of one's own, unless the user named it */
function checkName(url: URL, isAllowedHost: boolean): void {
  const host = hostKey(url.hostname)
  if (isAllowedHost || parseAddress(host) !== null) return
  if (!host.includes('.') || localNames.test(host))
    throw refused(
      `${host} is a machine of your own network.`,
      'Hosts of yours can be allowed under tools.web.allow_hosts.',
    )
}

/**
 * A URL that may be fetched as far as it tells itself: http or https, no password, no port of another service.
 * @throws HarombeError BAD_REQUEST, FORBIDDEN
 */
export function parseWebAddress(text: string, isAllowedHost: (host: string) => boolean): URL {
  if (text.length > longestUrl) throw bad('The address is too long.')
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s\\]/u.test(text))
    throw bad('The address has characters that no address has.')
  const url = URL.parse(text)
  if (url === null) throw bad('That is no web address; write https://… in full.')
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refused('Only http and https addresses are fetched.')
  if (url.username !== '' || url.password !== '' || /^[^/?#]*\/\/[^/?#]*@/.test(text))
    throw refused('The address has a user name or password in it.')
  if (otherServices.has(Number(url.port))) throw refused(`Port ${url.port} is none of the web.`)
  url.hash = ''
  if (url.hostname.endsWith('.')) url.hostname = hostKey(url.hostname)
  checkName(url, isAllowedHost(hostKey(url.hostname)))
  return url
}

/** Why an address is to be looked at twice; empty: it is an ordinary one. */
export function unusualParts(url: URL): string[] {
  const reasons: string[] = []
  if (url.port !== '') reasons.push(`It goes to port ${url.port}, which is not the usual one.`)
  if (url.protocol === 'http:') reasons.push('The connection is not encrypted.')
  if (parseAddress(url.hostname) !== null) reasons.push('It names a machine by number.')
  if (/(^|\.)xn--/.test(url.hostname)) reasons.push('The name has letters that may look like others.')
  return reasons
}
