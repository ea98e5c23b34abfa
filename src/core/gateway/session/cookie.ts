/** `__Host-` binds a cookie to this host and to TLS; over plain http browsers refuse the prefix and `Secure`. */
export const cookieName = (secure: boolean): string => `${secure ? '__Host-' : ''}harombe_session`

/** Longer than any session may idle: when a session ends is for the server to say. */
const maxAgeSeconds = 30 * 24 * 3600

const cookie = (value: string, secure: boolean, maxAge: number) =>
  `${cookieName(secure)}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`

export const sessionCookie = (value: string, secure: boolean): string => cookie(value, secure, maxAgeSeconds)

export const clearedCookie = (secure: boolean): string => cookie('', secure, 0)
