import { configTemplate } from '../../../shared/config/document/config-template'
import { addNode } from '../../../shared/config/document/edit-nodes'
import { editText } from '../../../shared/config/document/edit-text'
import { type Config, configSchema } from '../../../shared/config/schema'
import type { LocalBackend } from '../../../shared/contract/cluster'
import { type Discovered, newNodes } from './new-nodes'

export interface DraftSources {
  /** harombe.yaml as it stands, with the configuration it means; null: there is none, or nothing is in it. */
  file: { text: string; config: Config } | null
  found: Discovered
  /** One line about this machine: `Apple M4, 16 GB`. */
  hardware: string | null
  /** Of this machine. */
  hostname: string
}

export interface Draft {
  text: string
  /** One English sentence for each thing that was found and is new. */
  found: string[]
}

const kinds = ['ollama', 'vllm', 'sglang', 'llamacpp', 'openai'] as const
type OwnKind = (typeof kinds)[number]
const ownKind = ({ backend }: LocalBackend): OwnKind | null => kinds.find(kind => kind === backend) ?? null

/** Where the file says this machine's own server is. */
function ownPlace({ inference, ollama, cluster }: Config): string[] {
  if (!cluster.local.enabled || inference.backend === 'embedded') return []
  const url =
    inference.backend === 'ollama'
      ? (inference.ollama?.host ?? ollama.host)
      : inference[inference.backend]?.base_url
  return url === undefined ? [] : [url]
}

/** A first file: this machine answers with what was found on it, Ollama before others. */
function firstFile({ found, hardware }: DraftSources): { text: string; own: LocalBackend | null } {
  const answering = found.backends.filter(backend => ownKind(backend) !== null)
  const own = answering.find(({ backend }) => backend === 'ollama') ?? answering[0] ?? null
  const kind = own === null ? null : ownKind(own)
  // The template says already where Ollama is.
  const server =
    own === null || kind === null || kind === 'ollama' ? undefined : { backend: kind, url: own.url }
  return { text: configTemplate({ hardware: hardware ?? undefined, server }), own }
}

/**
 * harombe.yaml with everything that answers here and on the network and is not in it yet. Adds, never changes or removes; the
 * same find twice adds nothing. What announced itself on the network is not proven to be anybody's: the draft is for looking at.
 */
export function draftFromDiscovery(sources: DraftSources): Draft {
  const { file, found, hostname } = sources
  const { text, own } = file === null ? firstFile(sources) : { text: file.text, own: null }
  const config = file?.config ?? configSchema.parse({})
  const ownPlaces = file === null ? (own === null ? [] : [own.url]) : ownPlace(config)
  const { nodes, sentences } = newNodes(config, ownPlaces, found, hostname)
  return {
    text:
      nodes.length === 0
        ? text
        : editText(text, edited => {
            for (const node of nodes) addNode(edited, node)
          }),
    found:
      own === null
        ? sentences
        : [`${own.name} answers at ${own.url}: this machine answers with it.`, ...sentences],
  }
}
