import {
  isSecretKey,
  onlyReference,
  secretBlocks,
  secretFlag,
} from '../../../shared/config/document/secret-keys'
import { type Config, configSchema } from '../../../shared/config/schema'
import { isRecord } from '../../../shared/record'

const fingerprint = /^\[secret:[\w-]+\]$/
const fingerprints = /\[secret:[\w-]+\]/g

/** What stands for a secret where a plan is shown. */
export const hidden = '[redacted]'

/** A reference says where the secret is, and is none. */
export const isPlainSecret = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !onlyReference.test(value) && !fingerprint.test(value)

/** Calls back for every value that is a secret by where it stands; what comes back takes its place. */
function mapSecrets(value: unknown, map: (secret: unknown, path: string) => unknown, path = ''): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      index > 0 && typeof value[index - 1] === 'string' && secretFlag.test(String(value[index - 1]))
        ? map(item, `${path}[${index}]`)
        : mapSecrets(item, map, `${path}[${index}]`),
    )
  }
  if (!isRecord(value)) return value
  const mapAll = (inner: unknown, at: string): unknown => {
    if (Array.isArray(inner)) return inner.map((item: unknown, index) => mapAll(item, `${at}[${index}]`))
    if (!isRecord(inner)) return map(inner, at)
    return Object.fromEntries(Object.entries(inner).map(([key, each]) => [key, mapAll(each, `${at}.${key}`)]))
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const at = path === '' ? key : `${path}.${key}`
      const isSecret = isSecretKey(key) || (secretBlocks.has(key) && isRecord(inner))
      return [key, isSecret ? mapAll(inner, at) : mapSecrets(inner, map, at)]
    }),
  )
}

/**
 * The same configuration with a fingerprint in the place of each secret that stands in it in the clear; what has fingerprints
 * already stays as it is. Two come out the same when their secrets are.
 */
export function withoutSecrets(config: Config, fingerprintOf: (secret: string) => string): Config {
  return configSchema.parse(
    mapSecrets(config, value => (isPlainSecret(value) ? `[secret:${fingerprintOf(value)}]` : value)),
  )
}

/** A text that came from a configuration without secrets, for showing. */
export const withoutFingerprints = (text: string): string => text.replaceAll(fingerprints, hidden)

/** Where secrets stand in the clear: `cluster.nodes[0].auth_token`. */
export function plainSecrets(config: Config): string[] {
  const found: string[] = []
  mapSecrets(config, (value, path) => {
    if (isPlainSecret(value)) found.push(path)
    return value
  })
  return found
}
