import type { Clipboard, Dialog } from 'electron'
import type { Translate } from '../../shared/texts/translator'

export interface CrashDialogParts {
  dialog: Pick<Dialog, 'showMessageBox'>
  clipboard: Pick<Clipboard, 'writeText'>
  t: Translate
  reopen(): void
  showLogs(): void
}

const choices = ['reopen', 'copy', 'logs', 'close'] as const

/** Says that the window was given up and offers the report. Native: whatever broke the page would break a page that says so. */
export async function showCrash(
  report: string,
  { dialog, clipboard, t, ...parts }: CrashDialogParts,
): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: 'harombe',
    message: t('desktop.crash.title'),
    detail: `${t('desktop.crash.body')}\n\n${report}`,
    buttons: choices.map(choice => t(`desktop.crash.${choice}`)),
    defaultId: 0,
    cancelId: choices.indexOf('close'),
    noLink: true,
  })
  const choice = choices[response] ?? 'close'
  if (choice === 'reopen') parts.reopen()
  else if (choice === 'logs') parts.showLogs()
  else if (choice === 'copy') {
    clipboard.writeText(report)
    // There may be more to do with it on the screen.
    await showCrash(report, { dialog, clipboard, t, ...parts })
  }
}
