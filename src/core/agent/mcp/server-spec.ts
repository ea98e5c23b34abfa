import type { Config } from '../../../shared/config/schema'
import { digestOf } from '../canonical-json'
import type { ServerAddress, ServerSpec } from './types'

type ServerConfig = Config['mcp']['servers'][string]

function addressOf({ command, args, cwd, env, url, headers, insecure }: ServerConfig): ServerAddress {
  return url === undefined
    ? { kind: 'stdio', command: command ?? '', args, cwd: cwd ?? null, env }
    : { kind: 'http', url, headers, insecure }
}

/** As one would type it. What needs no quotes has none. */
const word = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : JSON.stringify(text))

export function specOf(name: string, config: ServerConfig): ServerSpec {
  const address = addressOf(config)
  const { enabled, timeout } = config

  return {
    name,
    enabled,
    address,
    timeoutMs: timeout * 1000,
    target: address.kind === 'http' ? address.url : [address.command, ...address.args].map(word).join(' '),
    // Neither environment nor headers: they hold the secrets, and people rotate those.
    targetDigest: digestOf(
      address.kind === 'http'
        ? { url: address.url }
        : { command: [address.command, ...address.args], cwd: address.cwd },
    ),
  }
}
