import { formatPath } from '../../issues'
import { isSecretKey } from './secret-keys'
import { type SecretRange, secretRanges } from './secret-ranges'

export type PlainSecret = Omit<SecretRange, 'path'> & {
  /** `cluster.nodes[0].auth_token` */
  path: string
}

/** Where `${secret:name}` is read. Keys that harombe only keeps may be another program's, which would not understand it. */
const takesReference = [
  /^server\.auth_token$/,
  /^cluster\.nodes\[\d+\]\.auth_token$/,
  /^inference\.\w+\.api_key$/,
  /^tools\.web\.api_key$/,
  /^mcp\.servers\.[^.]+\.args\[\d+\]$/,
  /^variables\.\w+$/,
]
/** Put together from others, which can be moved themselves: what is read from a file of secrets stays as it stands there. */
const composed = /\$\{(?:env|secret|var):/
const secretBlock = /^mcp\.servers\.[^.]+\.(?:env|headers)\.([^.]+)$/

/** Secrets that stand in the clear where a reference could. `alsoSecret`: see `secretRanges`. */
export function plainSecrets(text: string, alsoSecret: readonly string[] = []): PlainSecret[] {
  return secretRanges(text, alsoSecret)
    .map(range => ({ ...range, path: formatPath(range.path) }))
    .filter(({ path, value }) => {
      if (composed.test(String(value))) return false
      const [, key] = secretBlock.exec(path) ?? []
      return key === undefined ? takesReference.some(pattern => pattern.test(path)) : isSecretKey(key)
    })
}
