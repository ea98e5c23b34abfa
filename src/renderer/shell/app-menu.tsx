import { FolderOpen, Info, Settings2 } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../client'
import { useCapability } from '../mirrors'
import { chooseTheme, themeStore } from '../theme-store'
import { DropdownMenu, IconButton, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator, toast } from '../ui'
import { SystemDialog } from './system-dialog'

/** Theme, the folder of harombe.yaml, and what this installation is. */
export function AppMenu() {
  const [showsSystem, setShowsSystem] = useState(false)
  const theme = useStore(themeStore, state => state.theme)
  const canOpenFolder = useCapability('openFolder')
  const client = useClient()
  return (
    <>
      <DropdownMenu
        side="top"
        align="start"
        trigger={
          <IconButton label="Settings and about" tooltip={false} size="lg">
            <Settings2 />
          </IconButton>
        }
      >
        <MenuLabel>Theme</MenuLabel>
        <MenuRadioGroup
          label="Theme"
          value={theme}
          onChange={chooseTheme}
          options={[
            { value: 'system', label: 'System' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
        <MenuSeparator />
        {canOpenFolder ? (
          <MenuItem
            icon={<FolderOpen />}
            onSelect={() => {
              client
                .call('system.openConfigFolder', {})
                .catch(() => toast.error('The folder could not be opened'))
            }}
          >
            Folder of harombe.yaml
          </MenuItem>
        ) : null}
        <MenuItem icon={<Info />} onSelect={() => setShowsSystem(true)}>
          About this installation
        </MenuItem>
      </DropdownMenu>
      {showsSystem ? <SystemDialog onClose={() => setShowsSystem(false)} /> : null}
    </>
  )
}
