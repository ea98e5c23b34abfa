import type { ModelJob } from '../../../shared/entities'
import { cellKey } from './matrix'

/**
 * What stands above the table: pulls under way, and what failed and was neither dismissed nor tried again. The oldest
 * first, so that a new one does not push the others about. `jobs` are the newest first.
 */
export function shownJobs(jobs: readonly ModelJob[], dismissed: ReadonlySet<string>): ModelJob[] {
  const later = new Set<string>()
  const shown: ModelJob[] = []
  for (const job of jobs) {
    const about = `${job.kind}\n${cellKey(job.node, job.model)}`
    const pulling = job.state === 'running' && job.kind === 'pull'
    if (pulling || (job.state === 'failed' && !later.has(about) && !dismissed.has(job.id))) shown.push(job)
    later.add(about)
  }
  return shown.reverse()
}

/** The `most` that one wants to see: what runs before what failed, the newest of each. They stay in the order they have. */
export function foremostJobs(jobs: readonly ModelJob[], most: number): ModelJob[] {
  const newest = jobs.toReversed()
  const ranked = [
    ...newest.filter(job => job.state === 'running'),
    ...newest.filter(job => job.state !== 'running'),
  ]
  const chosen = new Set(ranked.slice(0, most))
  return jobs.filter(job => chosen.has(job))
}

/** Jobs that ended between two views, those too quick to have been seen running among them. */
export function endedJobs(before: readonly ModelJob[], after: readonly ModelJob[]): ModelJob[] {
  const known = new Map(before.map(job => [job.id, job.state]))
  return after.filter(job => job.state !== 'running' && (known.get(job.id) ?? 'running') === 'running')
}
