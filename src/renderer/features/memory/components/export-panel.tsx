import { Download } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HarombeClient } from '../../../../shared/contract'
import type { Folder } from '../../../../shared/entities'
import { useClient } from '../../../client'
import { dayStamp } from '../../../clock-text'
import { type ExportFormat, exportChats, exportFileName } from '../../../export-chats'
import { formatSize } from '../../../format'
import { saveFile } from '../../../save-file'
import { texts } from '../../../texts'
import { Button, Field, SegmentedControl, Select, toast } from '../../../ui'

import { useWhenOnline } from '../../../use-when-online'
import { wordsOf } from '../../../words-of'
import { Panel } from './panel'

const formats = ['markdown', 'json'] as const satisfies readonly ExportFormat[]

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

function useFolders(client: HarombeClient): readonly Folder[] {
  const [folders, setFolders] = useState<readonly Folder[]>([])
  const list = useCallback(() => {
    // Without them all chats can still be exported.
    client.call('memory.listFolders', {}).then(
      found => setFolders(found.toSorted((a, b) => names.compare(a.name, b.name))),
      () => undefined,
    )
  }, [client])
  useWhenOnline(list)
  return folders
}

async function idsIn(client: HarombeClient, folderId: string): Promise<string[]> {
  const conversations = await client.call('chat.listConversations', {})
  return conversations.flatMap(({ id, folderId: own }) => (own === folderId ? id : []))
}

/** The way out: one file with all chats, or those of a folder. */
export function ExportPanel() {
  const client = useClient()
  const { t } = useTranslation()
  const folders = useFolders(client)
  const [folderId, setFolderId] = useState('')
  const [format, setFormat] = useState<ExportFormat>('markdown')
  const [characters, setCharacters] = useState<number | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function run(): Promise<void> {
    const control = new AbortController()
    const { signal } = control
    running.current = control
    setCharacters(0)
    try {
      const folder = folders.find(({ id }) => id === folderId)
      const ids = folder === undefined ? null : await idsIn(client, folder.id)
      if (ids !== null && ids.length === 0) return void toast.error(texts.t('memory.export.empty'))
      const file = await exportChats(client, {
        ...(ids === null ? {} : { ids }),
        format,
        onProgress: setCharacters,
        signal,
      })
      saveFile(
        exportFileName(`${folder?.name ?? texts.t('memory.export.file')} ${dayStamp(new Date())}`, format),
        file,
      )
      toast.success(texts.t('memory.export.done', { size: formatSize(file.size) }))
    } catch (error) {
      if (!signal.aborted) toast.error(wordsOf(error, texts.t('memory.export.failed')))
    } finally {
      if (running.current === control) setCharacters(null)
    }
  }

  return (
    <Panel title={t('memory.export.title')} hint={t('memory.export.hint')}>
      <Field label={t('memory.export.chats')}>
        {control => (
          <Select {...control} value={folderId} onChange={event => setFolderId(event.target.value)}>
            <option value="">{t('memory.export.all')}</option>
            {folders.map(({ id, name }) => (
              <option key={id} value={id}>
                {t('memory.export.folder', { name })}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="flex flex-col gap-1.5">
        <SegmentedControl<ExportFormat>
          fill
          label={t('memory.export.format')}
          value={format}
          onChange={setFormat}
          options={formats.map(each => ({ value: each, label: t(`memory.export.formats.${each}`) }))}
        />
        <p className="text-muted text-xs">{t(`memory.export.formatHint.${format}`)}</p>
      </div>
      <div className="flex items-center gap-2">
        <Button icon={<Download />} busy={characters !== null} onClick={() => void run()}>
          {t('memory.export.run')}
        </Button>
        {characters === null ? null : (
          <>
            <Button variant="ghost" onClick={() => running.current?.abort()}>
              {t('memory.export.stop')}
            </Button>
            <p data-figure className="text-muted text-xs">
              {t('memory.export.soFar', { size: formatSize(characters) })}
            </p>
          </>
        )}
      </div>
    </Panel>
  )
}
