import { SlidersHorizontal } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useClient } from '../../../client'
import { Button, DropdownMenu, MenuCheckbox, MenuLabel, MenuSeparator } from '../../../ui'
import { useChat, useChatServices } from '../chat-context'
import { settingSwitches, settingsText, usualSettings } from '../chat-settings'

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
  const { chat } = useChatServices()
  const chosen = useChat(state => state.open.settings)
  const settings = chosen ?? usualSettings
  const workspace = useWorkspace()
  const text = settingsText(settings)
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
          aria-label={`Used in this chat: ${text}`}
          title={`Used in this chat: ${text}`}
        >
          <span className="min-w-0 truncate max-sm:hidden">{text}</span>
        </Button>
      }
    >
      <MenuLabel>Used in this chat</MenuLabel>
      {settingSwitches.map(({ key, label, hint }) => (
        <MenuCheckbox
          key={key}
          checked={settings[key]}
          onChange={on => void chat.setSettings({ ...settings, [key]: on })}
          hint={hint}
        >
          {label}
        </MenuCheckbox>
      ))}
      {workspace === null || !settings.tools ? null : (
        <>
          <MenuSeparator />
          <p className="px-2 pt-1 pb-1.5 text-muted text-xs">
            Tools work in <span className="font-mono text-ink [overflow-wrap:anywhere]">{workspace}</span>
          </p>
        </>
      )}
    </DropdownMenu>
  )
}
