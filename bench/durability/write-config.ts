import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One node, and nothing that asks it by itself. */
export function writeConfig(directory: string, { workspace, url }: { workspace: string; url: string }): void {
  const config = {
    server: { port: 0 },
    tools: { workspace },
    memory: { titles: false, summaries: false },
    cluster: {
      local: { enabled: false },
      probe_capabilities: false,
      discovery: { enabled: false },
      nodes: [
        { name: 'canary', url, backend: 'ollama', model: 'canary', tier: 0, slots: 16, insecure: true },
      ],
    },
  }
  writeFileSync(join(directory, 'harombe.yaml'), JSON.stringify(config))
}
