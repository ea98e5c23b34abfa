import {
  isSecretKey,
  onlyReference,
  secretBlocks,
  secretFlag,
} from '../../../shared/config/document/secret-keys'
import { type Config, configJsonSchema, configSchema } from '../../../shared/config/schema'
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

function namesIn(schema: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(schema)) for (const each of schema) namesIn(each, found)
  if (!isRecord(schema)) return found
  for (const name of Object.keys(isRecord(schema.properties) ? schema.properties : {})) found.add(name)
  for (const inner of Object.values(schema)) namesIn(inner, found)
  return found
}

/** Nothing but the values tells that what other keys have is a secret. */
const knownKeys = namesIn(configJsonSchema())
/** Of what a secret was put together from. */
const shortestPart = 4

type Place = 'variable' | 'unknown' | 'known'

/** Values of variables, and of keys that are the user's own: what secrets were put together from, or were taken from. */
function mapCopies(value: unknown, map: (text: string, place: Place) => string, place: Place): unknown {
  if (typeof value === 'string') return place === 'known' ? value : map(value, place)
  if (Array.isArray(value)) return value.map((item: unknown) => mapCopies(item, map, place))
  if (!isRecord(value)) return value
  const placeOf = (key: string): Place => (key === 'variables' ? 'variable' : 'unknown')
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const isOwn = place === 'known' && (key === 'variables' || !knownKeys.has(key))
      return [key, mapCopies(inner, map, isOwn ? placeOf(key) : place)]
    }),
  )
}

/**
 * The same configuration with a fingerprint in the place of each secret that stands in it in the clear; what has fingerprints
 * already stays as it is. Two come out the same when their secrets are.
 */
export function withoutSecrets(config: Config, fingerprintOf: (secret: string) => string): Config {
  const secrets = new Set<string>()
  const marked = (text: string) => `[secret:${fingerprintOf(text)}]`
  const bare = mapSecrets(config, value => {
    if (!isPlainSecret(value)) return value
    secrets.add(value)
    return marked(value)
  })
  if (secrets.size === 0) return configSchema.parse(bare)
  const isPart = (text: string) =>
    text.length >= shortestPart && [...secrets].some(secret => secret.includes(text))
  const isCopy = (text: string, place: Place) => secrets.has(text) || (place === 'variable' && isPart(text))
  return configSchema.parse(
    mapCopies(
      bare,
      (text, place) => (isPlainSecret(text) && isCopy(text, place) ? marked(text) : text),
      'known',
    ),
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
