import { FolderPlus } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../../../ui'
import { useChatServices } from '../../chat-context'
import type { FolderWithChats } from '../../library/arrange-chats'
import { type ChatActions, groupHeading } from './chat-group'
import { FolderRow } from './folder-row'
import { TitleInput } from './title-input'
import { useOpened } from './use-folders'

/** More push the chats themselves out of sight. */
const fewFolders = 8

/** The folders, and a way to make one. */
export function FolderList({ folders, ...actions }: ChatActions & { folders: readonly FolderWithChats[] }) {
  const { t } = useTranslation()
  const { library } = useChatServices()
  const opened = useOpened()
  const headingId = useId()
  const [isNaming, setIsNaming] = useState(false)
  const [showsAll, setShowsAll] = useState(false)
  // One that is open is in sight, wherever it stands.
  const shown = showsAll
    ? folders
    : folders.filter(({ folder }, index) => index < fewFolders || opened.has(folder.id))
  return (
    <div className="mt-2 first:mt-0">
      <div className="flex items-center pr-0.5">
        <h2 id={headingId} className={`${groupHeading} flex-1`}>
          {t('chat.library.folders')}
        </h2>
        <IconButton size="sm" label={t('chat.library.newFolder')} onClick={() => setIsNaming(true)}>
          <FolderPlus />
        </IconButton>
      </div>
      {isNaming ? (
        <TitleInput
          title=""
          label={t('chat.library.newFolderName')}
          placeholder={t('chat.library.folderName')}
          onDone={async name => {
            setIsNaming(false)
            const folder = name === null ? null : await library.folders.create(name)
            if (folder !== null) library.folders.setOpened(folder.id, true)
          }}
        />
      ) : null}
      <ul aria-labelledby={headingId} className="flex flex-col gap-px">
        {shown.map(({ folder, conversations }) => (
          <FolderRow
            key={folder.id}
            folder={folder}
            conversations={conversations}
            isOpened={opened.has(folder.id)}
            {...actions}
          />
        ))}
      </ul>
      {folders.length <= fewFolders ? null : (
        <Button
          size="sm"
          variant="ghost"
          aria-expanded={showsAll}
          className="w-full justify-start px-2.5 aria-expanded:bg-transparent"
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll
            ? t('chat.library.fewerFolders')
            : t('chat.library.allFolders', { count: folders.length })}
        </Button>
      )}
    </div>
  )
}
