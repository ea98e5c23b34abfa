import type { Document } from 'yaml'
import type { Config } from '../schema'
import type { ConfigProblem } from './parse-yaml'
import { resolveSources } from './resolve-sources'

export type { ConfigProblem } from './parse-yaml'

export interface LoadedConfig {
  /** Null when there are problems. */
  config: Config | null
  document: Document.Parsed
  problems: ConfigProblem[]
}

/**
 * Parses and checks harombe.yaml (text or the file's bytes) by itself, its overlays left aside. Never throws. An empty file is all
 * defaults, and so is a key without a value: templates leave `nodes:` with every entry commented out.
 */
export function loadConfig(input: string | Uint8Array): LoadedConfig {
  const { config, document, problems } = resolveSources(input)
  return { config, document, problems }
}

/** One line, as shown in the banner: `cluster.nodes[1].tier: 3 is not a tier; write 0, 1 or 2 (line 12, column 11)`. */
export function formatProblem({ message, line, column, file }: ConfigProblem): string {
  return `${message.replace(/\.$/, '')} (${file === undefined ? '' : `${file}, `}line ${line}, column ${column})`
}
