import type { Tool, ToolRegistry } from './types'

/** Tools that come and go: those of MCP servers, or those a setting switches off. */
export type ToolSource = () => readonly Tool[]

/**
 * Earlier sources win over later ones of the same name, so that an MCP server cannot put itself in the place of a tool
 * harombe brings along.
 */
export function createToolRegistry(sources: readonly ToolSource[]): ToolRegistry {
  function all(): Map<string, Tool> {
    const tools = new Map<string, Tool>()
    for (const source of sources) {
      for (const tool of source()) if (!tools.has(tool.name)) tools.set(tool.name, tool)
    }
    return tools
  }
  const sorted = () => [...all().values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    offered: () => sorted().filter(tool => tool.unavailable() === null),
    find: name => all().get(name),
    view: () =>
      sorted().map(tool => ({
        name: tool.name,
        title: tool.title,
        description: tool.description,
        risk: tool.risk,
        server: tool.server,
        unavailable: tool.unavailable(),
      })),
  }
}
