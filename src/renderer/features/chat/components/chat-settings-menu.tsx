import { SlidersHorizontal } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from '../../../client'
import { RichText } from '../../../components'
import { Button, DropdownMenu, MenuCheckbox, MenuLabel, MenuSeparator } from '../../../ui'
import { useChat, useChatServices } from '../chat-context'
import { settingKeys, settingsText } from '../chat-settings'

/** The folder in which tools work; null while it is not known. */
function useWorkspace(): string | null {
  const client = useClient()
  const [workspace, setWorkspace] = useState<string | null>(null)
  useEffect(() => {
    const control = new AbortController()
    client.call('agent.listTools', {}, { signal: control.signal }).then(
      tools => setWorkspace(tools.workspace),
      // Then it is not said.
      () => undefined,
    )
    return () => control.abort()
  }, [client])
  return workspace
}

/** What may be used in this chat, and where its tools work. */
export function ChatSettingsMenu() {
  const { t } = useTranslation()
  const { chat } = useChatServices()
  const chosen = useChat(state => state.open.settings)
  const usual = useChat(state => state.defaultSettings)
  const settings = chosen ?? usual
  const workspace = useWorkspace()
  const text = settingsText(settings, t)
  return (
    <DropdownMenu
      side="top"
      align="start"
      className="w-72"
      trigger={
        <Button
          size="sm"
          variant="ghost"
          icon={<SlidersHorizontal />}
          className="min-w-0 shrink"
          aria-label={t('chat.used.summary', { names: text })}
          title={t('chat.used.summary', { names: text })}
        >
          <span className="min-w-0 truncate max-lg:hidden">{text}</span>
        </Button>
      }
    >
      <MenuLabel>{t('chat.used.title')}</MenuLabel>
      {settingKeys.map(key => (
        <MenuCheckbox
          key={key}
          checked={settings[key]}
          onChange={on => void chat.setSettings({ ...settings, [key]: on })}
          hint={t(`chat.used.${key}Hint`)}
        >
          {t(`chat.used.${key}`)}
        </MenuCheckbox>
      ))}
      {workspace === null || !settings.tools ? null : (
        <>
          <MenuSeparator />
          <p className="px-2 pt-1 pb-1.5 text-muted text-xs">
            <RichText
              text={t('chat.used.workspace', { path: workspace })}
              marks={{ folder: <span className="font-mono text-ink [overflow-wrap:anywhere]" /> }}
            />
          </p>
        </>
      )}
    </DropdownMenu>
  )
}
