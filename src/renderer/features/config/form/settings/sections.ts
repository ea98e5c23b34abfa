import type { SettingField } from './setting-field'

export const sectionIds = [
  'nodes',
  'models',
  'policies',
  'routing',
  'machine',
  'network',
  'server',
  'memory',
  'tools',
  'mcp',
  'file',
] as const
export type SectionId = (typeof sectionIds)[number]

/** Which keys stand in which section; of two that begin a path, the longer one decides. */
const places: readonly (readonly [start: string, section: SectionId])[] = [
  ['cluster/nodes', 'nodes'],
  ['cluster/models', 'models'],
  ['cluster/policies', 'policies'],
  ['cluster/routing', 'routing'],
  ['cluster/queue', 'routing'],
  ['cluster/probe_capabilities', 'routing'],
  ['model', 'machine'],
  ['ollama', 'machine'],
  ['inference', 'machine'],
  ['cluster/local', 'machine'],
  ['cluster/coordinator', 'network'],
  ['cluster/discovery', 'network'],
  ['cluster/health', 'network'],
  ['server', 'server'],
  ['memory', 'memory'],
  ['agent', 'tools'],
  ['tools', 'tools'],
  ['mcp', 'mcp'],
  ['variables', 'file'],
  ['overlays', 'file'],
  ['cluster/reconcile', 'file'],
  ['cluster/request_log', 'file'],
]

/** A key that nobody has placed yet stands with the file's own: nothing of the schema is ever out of reach. */
export function sectionOf(id: string): SectionId {
  const place = places.find(([start]) => id === start || id.startsWith(`${start}/`))
  return place?.[1] ?? 'file'
}

export interface SettingGroup {
  /** `inference/vllm`. */
  id: string
  fields: SettingField[]
}

/** The fields of a section in groups of those that stand in the same map, each group where its first field is. */
export function groupsOf(section: SectionId, fields: readonly SettingField[]): SettingGroup[] {
  const groups = new Map<string, SettingField[]>()
  for (const field of fields) {
    if (sectionOf(field.id) !== section) continue
    const id = field.path.length === 1 ? field.id : field.path.slice(0, -1).join('/')
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [field])
    else group.push(field)
  }
  return [...groups].map(([id, inside]) => ({ id, fields: inside }))
}
