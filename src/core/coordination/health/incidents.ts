import type { Clock } from '../../../shared/clock'
import type { NodeIncident } from '../../../shared/entities'

/** Incidents a node remembers. */
const most = 50

export interface IncidentLog {
  add(incident: Omit<NodeIncident, 'at'>): void
  /** Newest last. The same array until another is added. */
  read(): readonly NodeIncident[]
}

/** What happened to one node since harombe started. */
export function createIncidentLog(clock: Pick<Clock, 'wall'>): IncidentLog {
  let incidents: readonly NodeIncident[] = []
  return {
    add(incident) {
      incidents = [...incidents, { at: Math.round(clock.wall()), ...incident }].slice(-most)
    },
    read: () => incidents,
  }
}
