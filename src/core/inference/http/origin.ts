import { HarombeError } from '../../../shared/errors'
import type { ClientTarget } from '../protocol'

/** How every client of ours introduces itself, whatever protocol it speaks: a harombe that is asked knows it by this. */
export const userAgent = 'harombe'

export interface Place {
  /** `http://host:port` */
  origin: string
  /** Path before every request path; no trailing slash. */
  prefix: string
  /** `host:port`, for messages. */
  host: string
  headers: Record<string, string>
}

/**
 * Where a target is and how it is spoken to. People paste `…/v1` and `…/api` along with the address; both are dropped,
 * since every client adds its own.
 * @throws HarombeError CONFIG_INVALID
 */
export function placeOf(target: Pick<ClientTarget, 'baseUrl' | 'token'>): Place {
  const url = URL.parse(target.baseUrl.trim())
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new HarombeError('CONFIG_INVALID', 'The address of the node is not an http or https URL.', {
      hint: 'Write it like http://192.168.1.20:11434.',
    })
  }
  if (url.username !== '' || url.password !== '') {
    throw new HarombeError('CONFIG_INVALID', 'The address of the node contains a user name or password.', {
      hint: 'Put the secret into auth_token instead.',
    })
  }
  const token = target.token?.trim() ?? ''
  if (!/^[\x21-\x7e]*$/.test(token)) {
    throw new HarombeError('CONFIG_INVALID', 'The token has characters that HTTP cannot carry.', {
      hint: 'Copy auth_token again, without spaces or line breaks.',
    })
  }
  return {
    origin: url.origin,
    prefix: url.pathname.replace(/\/+$/, '').replace(/\/(v1|api)$/, ''),
    host: url.host,
    headers: {
      'user-agent': userAgent,
      'accept-encoding': 'identity',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    },
  }
}
