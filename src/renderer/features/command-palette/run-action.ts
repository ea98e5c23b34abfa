import type { HarombeClient } from '../../../shared/contract'
import { spoken } from '../../../shared/texts/spoken'
import { commandRegistry } from '../../commands'
import { nodeStatusLook } from '../../components'
import { copyText } from '../../copy-text'
import { navigate } from '../../navigation'
import { chooseLanguage, texts } from '../../texts'
import { chooseTheme } from '../../theme-store'
import { toast } from '../../ui'
import type { PaletteAction } from './palette-items'

/** Applies it to this page at once; the coordinator tells the others. */
async function prefer(
  client: HarombeClient,
  changes:
    | Pick<PaletteAction & { kind: 'theme' }, 'theme'>
    | Pick<PaletteAction & { kind: 'language' }, 'language'>,
): Promise<string | null> {
  if ('theme' in changes) chooseTheme(changes.theme)
  else await chooseLanguage(changes.language)
  await client.call('preferences.updatePreferences', { changes })
  return null
}

async function copy(text: string): Promise<string> {
  const { t } = texts
  try {
    await copyText(text)
  } catch {
    throw new Error(t('shell.palette.notCopied'))
  }
  return t('shell.palette.copied', { text })
}

/** Does it, and says in a few words what came of it; null when that can be seen. @throws what the coordinator refuses */
async function perform(client: HarombeClient, action: PaletteAction): Promise<string | null> {
  const { t } = texts
  switch (action.kind) {
    case 'command':
      commandRegistry.run(action.id)
      return null
    case 'go':
      navigate(action.route)
      return null
    case 'theme':
      return prefer(client, { theme: action.theme })
    case 'language':
      return prefer(client, { language: action.language })
    case 'testNode': {
      const [node] = await client.call('cluster.checkNow', { name: action.node })
      return node === undefined
        ? null
        : t('shell.palette.tested', { node: node.name, status: nodeStatusLook(node, t).label })
    }
    case 'wakeNode':
      await client.call('cluster.wakeNode', { name: action.node })
      return t('shell.palette.woken', { node: action.node })
    case 'drain':
      await client.call('cluster.setNodeDraining', { name: action.node, draining: action.draining })
      return t(action.draining ? 'shell.palette.draining' : 'shell.palette.resumed', { node: action.node })
    case 'enable':
      await client.call('cluster.setNodeEnabled', { name: action.node, enabled: action.enabled })
      return t(action.enabled ? 'shell.palette.enabled' : 'shell.palette.disabled', { node: action.node })
    case 'serve':
      await client.call('cluster.setServing', { serving: action.serving })
      return t(action.serving ? 'shell.palette.servingResumed' : 'shell.palette.servingPaused')
    case 'copy':
      return copy(action.text)
    case 'openFolder':
      await client.call('system.openConfigFolder', {})
      return null
    case 'openLogs':
      await client.call('desktop.openLogs', {})
      return null
  }
}

/** Does what was chosen; what came of it is said in a notice. */
export async function runAction(client: HarombeClient, action: PaletteAction): Promise<void> {
  try {
    const said = await perform(client, action)
    if (said !== null) toast.success(said)
  } catch (error) {
    toast.error(
      texts.t('shell.palette.failed'),
      error instanceof Error ? { description: spoken(error.message, texts.t) } : {},
    )
  }
}
