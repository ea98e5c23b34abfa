/** The browser's session: `harombe serve` prints a link with a one-time code, exchanged once for an HttpOnly cookie. */

export type CodeOutcome = 'accepted' | 'refused' | 'unreachable'

type Fetch = (input: string, init?: RequestInit) => Promise<Response>

/** The code in a location hash such as `#code=abc`; null when there is none. */
export function codeInHash(hash: string): string | null {
  const match = /^#code=([^&]+)/.exec(hash)
  if (match?.[1] === undefined) return null
  try {
    return decodeURIComponent(match[1])
  } catch {
    return null
  }
}

/** What a person pasted: the whole link, or only the code. Null when it is neither. */
export function codeInText(text: string): string | null {
  const trimmed = text.trim()
  const hash = trimmed.indexOf('#code=')
  if (hash >= 0) return codeInHash(trimmed.slice(hash))
  return /^[A-Za-z0-9_-]{4,256}$/.test(trimmed) ? trimmed : null
}

export async function exchangeCode(code: string, fetch: Fetch): Promise<CodeOutcome> {
  try {
    const response = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-harombe-request': '1' },
      body: JSON.stringify({ code }),
    })
    return response.ok ? 'accepted' : 'refused'
  } catch {
    return 'unreachable'
  }
}

/** Null when the coordinator cannot be asked. */
export async function isAuthenticated(fetch: Fetch): Promise<boolean | null> {
  try {
    const response = await fetch('/session', { headers: { 'x-harombe-request': '1' } })
    if (response.status === 401) return false
    if (!response.ok) return null
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null && 'authenticated' in body && body.authenticated === true
  } catch {
    return null
  }
}
