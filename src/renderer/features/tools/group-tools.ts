import type { ToolView } from '../../../shared/entities'

export interface ToolGroup {
  /** Null: built in. */
  server: string | null
  tools: ToolView[]
}

/** By where they come from: harombe's own first, then the servers by name. */
export function groupTools(tools: readonly ToolView[]): ToolGroup[] {
  const groups = new Map<string | null, ToolView[]>()
  for (const tool of tools) {
    const group = groups.get(tool.server)
    if (group === undefined) groups.set(tool.server, [tool])
    else group.push(tool)
  }
  return [...groups]
    .map(([server, own]) => ({ server, tools: own }))
    .sort((a, b) => (a.server ?? '').localeCompare(b.server ?? ''))
}
