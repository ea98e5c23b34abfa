const loopback = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0'])

export interface Address {
  url?: string | undefined
  host?: string | undefined
  port?: number | undefined
}

function urlOf({ url, host = 'localhost', port = 8000 }: Address): string {
  if (url !== undefined) return url
  const bare = host.replace(/^\[|\]$/g, '')
  return `http://${bare.includes(':') ? `[${bare}]` : bare}:${port}`
}

/** Host and port, the same for every way to write them; this machine is one host by all its names. */
export function placeOf(address: Address, hostname: string): string {
  const url = URL.parse(urlOf(address))
  if (url === null) return urlOf(address)
  const own = hostname.toLowerCase()
  const isHere = loopback.has(url.hostname) || url.hostname === own || url.hostname === `${own}.local`
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return `${isHere ? 'localhost' : url.hostname.replace(/\.$/, '')}:${port}`
}
