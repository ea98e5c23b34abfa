import { hash } from 'node:crypto'
import { isRecord } from '../../shared/record'

/** JSON with the keys of every object in the order of their UTF-16 code units (RFC 8785), so that equal values are equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null'
  const members = Object.keys(value)
    .filter(key => value[key] !== undefined)
    .sort()
    .map(key => `${JSON.stringify(key)}:${canonicalJson(value[key])}`)
  return `{${members.join(',')}}`
}

/** SHA-256 of the canonical form, hex. */
export const digestOf = (value: unknown): string => hash('sha256', canonicalJson(value), 'hex')
