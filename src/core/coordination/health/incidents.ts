import { z } from 'zod'
import type { Clock } from '../../../shared/clock'
import { type NodeIncident, nodeIncident } from '../../../shared/entities'
import type { KeptFile } from '../kept-file'

/** Incidents a node remembers. */
const most = 50
/** Names whose history is kept; of those no longer in the cluster the oldest are given up first. */
const mostNames = 1_000

export interface IncidentLog {
  add(incident: Omit<NodeIncident, 'at'>): void
  /** Newest last. The same array until another is added. */
  read(): readonly NodeIncident[]
  /** The node is gone for good, or another takes its place; what happened to it stays kept under its name. */
  close(): void
}

const historySchema = z.array(nodeIncident).max(most)

export const incidentsContent = z.object({
  version: z.literal(1),
  nodes: z.array(z.object({ name: z.string(), incidents: historySchema })).max(mostNames),
})
export type IncidentsContent = z.infer<typeof incidentsContent>

export const noIncidents: IncidentsContent = { version: 1, nodes: [] }

export interface IncidentBook {
  /** The history of a node, beginning with what is kept under its name of now. @param name which may change */
  open(name: () => string): IncidentLog
  /** Writes down what is still to be written. */
  close(): Promise<void>
}

/** What happened to the nodes, by name. @param file where it outlives a restart; null keeps it in memory */
export function createIncidentBook(
  clock: Pick<Clock, 'wall'>,
  file: KeptFile<IncidentsContent> | null,
): IncidentBook {
  const gone = new Map<string, readonly NodeIncident[]>()
  for (const { name, incidents } of file?.read().nodes ?? []) gone.set(name, incidents)
  const open = new Map<IncidentLog, () => string>()

  function content(): IncidentsContent {
    const histories = new Map(gone)
    for (const [log, name] of open) histories.set(name(), log.read())
    const kept = [...histories].filter(([, incidents]) => incidents.length > 0).slice(-mostNames)
    return { version: 1, nodes: kept.map(([name, incidents]) => ({ name, incidents: [...incidents] })) }
  }

  return {
    open(name) {
      let incidents = gone.get(name()) ?? []
      gone.delete(name())
      const log: IncidentLog = {
        add(incident) {
          incidents = [...incidents, { at: Math.round(clock.wall()), ...incident }].slice(-most)
          if (open.has(log)) file?.save(content)
        },
        read: () => incidents,
        close() {
          if (!open.delete(log)) return
          gone.delete(name())
          gone.set(name(), incidents)
          for (const oldest of gone.keys().take(Math.max(0, gone.size - mostNames))) gone.delete(oldest)
        },
      }
      open.set(log, name)
      return log
    },
    close: async () => file?.close(),
  }
}
