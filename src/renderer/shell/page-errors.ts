export interface PageFailure {
  message: string
  stack: string | undefined
  componentStack: string | undefined
}

export interface ReportContext {
  version: string | null
  page: string
  userAgent: string
  at: Date
}

/** The text of "Copy report": what a maintainer needs, and nothing of the conversation. */
export function formatReport(failure: PageFailure, context: ReportContext): string {
  return [
    `harombe ${context.version ?? '(version unknown)'}, page ${context.page}`,
    context.at.toISOString(),
    context.userAgent,
    '',
    failure.stack ?? failure.message,
    ...(failure.componentStack === undefined ? [] : ['', `In:${failure.componentStack}`]),
  ].join('\n')
}
