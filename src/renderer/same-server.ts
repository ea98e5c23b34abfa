/** Whether two URLs name the same server; a loopback address and `localhost` do. */
export function isSameServer(a: string, b: string): boolean {
  return canonical(a) === canonical(b)
}

function canonical(text: string): string {
  const url = URL.parse(text)
  if (url === null) return text
  const host = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) ? 'localhost' : url.hostname
  return `${url.protocol}//${host}:${url.port}${url.pathname.replace(/\/$/, '')}`
}
