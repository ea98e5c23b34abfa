import { diffTexts } from '../diff-texts'
import { withoutControls } from '../output'
import type { ExitCode, RunContext } from '../run-context'
import { refuseUnasked } from './carry-out'
import { isAgreed, type Keyboard, person } from './model-jobs'
import { readFileView } from './read-file-view'

export interface ImportOptions {
  /** Into the file, and not onto the screen. */
  write?: boolean | undefined
  /** Do not ask. */
  yes?: boolean | undefined
}

/** What stands where a secret is hidden begins so. */
const maskStart = '[redacted'

/**
 * harombe.yaml with what answers here and on the network and is not in it yet, on stdout. With `--write` it shows what would
 * be added and asks: what announces itself on the network may be anybody.
 */
export async function importFound(
  options: ImportOptions,
  context: RunContext,
  keyboard: Keyboard = person,
): Promise<ExitCode> {
  const { terminal, signal } = context
  const writes = options.write === true
  const refused = writes
    ? refuseUnasked('write the file', options, context, keyboard, '; without --write it is printed')
    : null
  if (refused !== null) return refused
  const withSession = writes ? context.withOwner : context.withSession
  return withSession<ExitCode>(
    async ({ client }) => {
      if (!terminal.json) terminal.status('Looking at this machine and the network…')
      const { text, found } = await client.call('config.draftFromDiscovery', {}, { signal }).finally(() => {
        if (!terminal.json) terminal.status('')
      })
      const view = await readFileView(client)
      const isNew = text !== view.text
      const print = (written: boolean) => {
        if (terminal.json) terminal.data({ path: view.path, text, found, written })
        else if (!writes) terminal.write(text)
      }
      if (!terminal.json) for (const sentence of found) terminal.note(withoutControls(sentence))
      if (!terminal.json && found.length === 0) terminal.note('Nothing was found that is not in it already.')
      if (!writes || !isNew) {
        print(false)
        if (!writes && !terminal.json && text.includes(maskStart))
          terminal.note('Secrets are hidden in what is printed; `harombe import --write` keeps them.')
        return 0
      }
      if (options.yes !== true && keyboard !== null) {
        const names = { before: view.path, after: 'with what was found' }
        const shown = diffTexts(
          { name: names.before, text: view.text },
          { name: names.after, text },
          terminal.style,
        )
        for (const line of shown) terminal.line(line)
        if (!(await isAgreed('Write it? [y/N] ', keyboard, signal))) {
          terminal.note('Nothing was written.')
          return 1
        }
      }
      await client.call('config.saveFile', { text, base: view.digest })
      print(true)
      if (!terminal.json) terminal.line(`Wrote ${view.path}. \`harombe plan\` shows what that means.`)
      return 0
    },
    { mayBeNew: true },
  )
}
