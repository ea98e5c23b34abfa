import type { Dialog } from 'electron'
import { spoken } from '../shared/texts/spoken'
import type { Translate } from '../shared/texts/translator'
import type { CoordinatorHost } from './coordinator-host'

/** Tells why nothing works, once for each reason; the tray goes on saying it until it is over. */
export function announceProblems(
  host: Pick<CoordinatorHost, 'subscribe'>,
  dialog: Pick<Dialog, 'showMessageBox'>,
  t: Translate,
): void {
  const told = new Set<string>()
  host.subscribe(({ problem }) => {
    if (problem === null || told.has(problem.message)) return
    told.add(problem.message)
    const promise = t('desktop.problem.promise')
    void dialog.showMessageBox({
      type: 'error',
      title: 'harombe',
      message: spoken(problem.message, t),
      detail: problem.hint === null ? promise : `${spoken(problem.hint, t)}\n\n${promise}`,
    })
  })
}
