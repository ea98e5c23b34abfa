import type { NodeConfig } from './schema'

/** Where a node is: its `url`, else host and port; no trailing slash. */
export function nodeUrl({ url, host, port }: Pick<NodeConfig, 'url' | 'host' | 'port'>): string {
  if (url !== undefined) return url.replace(/\/+$/, '')
  const bare = host.replace(/^\[|\]$/g, '')
  return `http://${bare.includes(':') ? `[${bare}]` : bare}:${port}`
}
