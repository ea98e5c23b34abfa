import { z } from 'zod'

export const port = z.number().int().min(1).max(65535)
export const seconds = z.number().positive().max(86_400)
export const contextLength = z.number().int().min(512).max(1_048_576)
export const gigabytes = z.number().min(0).max(65_536)
export const httpUrl = z.string().refine(value => {
  const url = URL.parse(value)
  return (
    url !== null &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username === '' &&
    url.password === ''
  )
}, 'Write a URL such as http://192.168.1.20:11434, without user name or password.')
/** A value, or a reference to one: `${env:NAME}` or `${secret:name}`. */
export const secret = z.string().max(4096)
export const host = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9._:%[\]-]+$/, 'Write a host name or an IP address, without scheme, port or path.')
  // One colon is a port; an IPv6 address has at least two.
  .refine(value => value.split(':').length !== 2, 'Write the port separately, under `port`.')
