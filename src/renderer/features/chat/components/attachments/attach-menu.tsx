import { FileUp, FolderUp, Paperclip } from 'lucide-react'
import { type ComponentProps, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { DropdownMenu, IconButton, MenuItem } from '../../../../ui'
import { collectPicked } from '../../attachments/collect-files'
import { useAttach } from './use-attach'

/** React does not know the attribute as one of `input`. */
const wholeFolder = { webkitdirectory: '' } as ComponentProps<'input'>

/** Picks files, or a folder. */
export function AttachMenu() {
  const { t } = useTranslation()
  const attach = useAttach()
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const shared = {
    type: 'file',
    multiple: true,
    hidden: true,
    tabIndex: -1,
    'aria-hidden': true,
    onChange(event: { currentTarget: HTMLInputElement }) {
      const { currentTarget } = event
      attach(collectPicked([...(currentTarget.files ?? [])]))
      // The same file can be picked again after it was removed.
      currentTarget.value = ''
    },
  } as const
  return (
    <>
      <DropdownMenu
        side="top"
        align="start"
        trigger={
          <IconButton size="sm" label={t('chat.files.attach')} tooltip={false} title={t('chat.files.attach')}>
            <Paperclip />
          </IconButton>
        }
      >
        <MenuItem icon={<FileUp />} onSelect={() => files.current?.click()}>
          {t('chat.files.pickFiles')}
        </MenuItem>
        <MenuItem icon={<FolderUp />} onSelect={() => folder.current?.click()}>
          {t('chat.files.pickFolder')}
        </MenuItem>
      </DropdownMenu>
      <input ref={files} {...shared} data-testid="attach-files" />
      <input ref={folder} {...shared} {...wholeFolder} data-testid="attach-folder" />
    </>
  )
}
