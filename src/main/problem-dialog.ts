import type { Dialog } from 'electron'
import type { CoordinatorHost } from './coordinator-host'

/** Tells why nothing works, once for each reason; the tray goes on saying it until it is over. */
export function announceProblems(
  host: Pick<CoordinatorHost, 'subscribe'>,
  dialog: Pick<Dialog, 'showMessageBox'>,
): void {
  const told = new Set<string>()
  host.subscribe(({ problem }) => {
    if (problem === null || told.has(problem.message)) return
    told.add(problem.message)
    const promise = 'harombe keeps trying and goes on by itself once this is solved.'
    void dialog.showMessageBox({
      type: 'error',
      title: 'harombe',
      message: problem.message,
      detail: problem.hint === null ? promise : `${problem.hint}\n\n${promise}`,
    })
  })
}
