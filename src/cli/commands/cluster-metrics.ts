import { clusterMetricsRecord } from '../../shared/entities/cluster-metrics'
import { metricsLines, requestLines } from '../cluster-texts'
import type { ExitCode, RunContext } from '../run-context'
import { toSnakeCase } from '../snake-case'
import { readView } from './read-view'

/** Figures of the coordinator that runs; one that begins with this command has none. */
export async function clusterMetrics(context: RunContext): Promise<ExitCode> {
  const { terminal } = context
  return context.withSession<ExitCode>(async session => {
    const view = await readView(session)
    if (terminal.json) terminal.data(clusterMetricsRecord(view))
    else for (const line of metricsLines(view)) terminal.line(line)
    return 0
  })
}

export interface RequestsOptions {
  limit: number
  node?: string | undefined
}

/** The newest requests that ended. */
export async function clusterRequests(options: RequestsOptions, context: RunContext): Promise<ExitCode> {
  const { terminal } = context
  return context.withSession<ExitCode>(async ({ client }) => {
    const page = await client.call('activity.listRequests', options)
    if (terminal.json)
      terminal.data(toSnakeCase({ requests: page.records, kept: page.kept, problem: page.problem }))
    else if (page.records.length > 0) for (const line of requestLines(page.records)) terminal.line(line)
    else if (page.kept === 'off')
      terminal.line('No requests are kept: start the app or `harombe serve`, and see cluster.request_log.')
    else terminal.line('No request has ended yet.')
    if (page.problem !== null && !terminal.json) terminal.note(page.problem)
    return 0
  })
}
