import { HarombeError } from '../../../../shared/errors'

const isLoopback = (hostname: string) =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)

/**
 * Where a server may be: anywhere over https, on this machine over http as well, elsewhere over http only where that was
 * accepted. @throws HarombeError CONFIG_INVALID
 */
export function checkAddress(address: string, insecure: boolean): URL {
  const url = URL.parse(address)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new HarombeError('CONFIG_INVALID', 'The address of the server is not an https URL.')
  }
  if (url.username !== '' || url.password !== '') {
    throw new HarombeError('CONFIG_INVALID', 'The address of the server contains a user name or password.', {
      hint: 'Put the secret into headers instead.',
    })
  }
  if (url.protocol === 'https:' || insecure || isLoopback(url.hostname)) return url
  throw new HarombeError('CONFIG_INVALID', 'The server is on another machine and its address is http.', {
    hint: 'Use https, or write `insecure: true` to accept that everything travels in the clear.',
  })
}
