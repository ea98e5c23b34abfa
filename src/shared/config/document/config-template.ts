import { stringify } from 'yaml'
import { schemaPath } from '../published-schema'
import type { Config, NodeInput } from '../schema'

export interface TemplateInput {
  /** One line about this machine, for a comment: `Apple M4, 16 GB`. */
  hardware?: string | undefined
  /** The model to write down; absent leaves `auto`. */
  model?: string | undefined
  /** Where this machine's Ollama answers, when that is not the default. */
  ollamaHost?: string | undefined
  /** What this machine answers with, when that is not Ollama. */
  server?:
    | { backend: Exclude<Config['inference']['backend'], 'ollama' | 'embedded'>; url: string }
    | undefined
  /** Absent or empty: examples, commented out. */
  nodes?: readonly NodeInput[] | undefined
}

const exampleNodes = `    # - name: gaming-pc
    #   host: 192.168.1.30  # a name or an address
    #   port: 11434  # 11434 is Ollama, 8000 another harombe
    #   model: qwen2.5:14b  # leave it out to use the first model it serves
    #   tier: 1
    # - name: workstation
    #   host: workstation.local
    #   tier: 2
    #   auth_token: \${env:WORKSTATION_TOKEN}
`

/** The commented harombe.yaml that `harombe init` and `harombe cluster init` write; valid against the schema. */
export function configTemplate({
  hardware,
  model,
  ollamaHost,
  server,
  nodes = [],
}: TemplateInput = {}): string {
  return `# yaml-language-server: $schema=http://127.0.0.1:8000${schemaPath}
# harombe.yaml: the machines that answer you. Save it, and harombe follows it at once; a mistake never comes into force.
# Every key may be left out. All of them: docs/config.md

# This machine${hardware === undefined ? '' : `: ${comment(hardware)}`}
model:
  name: ${scalar(model ?? 'auto')}  # auto: the one that is loaded, else the first it serves
${server === undefined ? `ollama:\n  host: ${scalar(ollamaHost ?? 'http://localhost:11434')}` : answersWith(server)}

server:
  host: 127.0.0.1  # only this machine; another address needs auth_token and TLS
  port: 8000

cluster:
  local:
    enabled: true  # this machine answers too
    tier: 0
  routing:
    prefer_local: true  # among equals, the quickest to reach
    fallback_strategy: graceful  # another tier when the wanted one is away; strict: an error instead
    load_balance: true

  # Your other machines. tier is your own judgement: 0 fast, 1 balanced, 2 powerful.
  nodes:
${nodes.length === 0 ? exampleNodes : nodeList(nodes)}`
}

const answersWith = ({ backend, url }: NonNullable<TemplateInput['server']>) =>
  `inference:\n  backend: ${backend}\n  ${backend}:\n    base_url: ${scalar(url)}`

function nodeList(nodes: readonly NodeInput[]): string {
  const entries = nodes.map(node =>
    Object.fromEntries(Object.entries(node).filter(([, value]) => value !== undefined)),
  )
  return stringify(entries, { lineWidth: 0, compat: 'yaml-1.1' }).replaceAll(/^(?=.)/gm, '    ')
}

function scalar(value: string): string {
  return stringify(value, {
    lineWidth: 0,
    compat: 'yaml-1.1',
    defaultStringType: 'PLAIN',
    blockQuote: false,
  }).trim()
}

function comment(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
}
