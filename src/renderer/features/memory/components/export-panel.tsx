import { Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { HarombeClient } from '../../../../shared/contract'
import type { Folder } from '../../../../shared/entities'
import { useClient } from '../../../client'
import { type ExportFormat, exportChats, exportFileName } from '../../../export-chats'
import { formatSize } from '../../../format'
import { saveFile } from '../../../save-file'
import { Button, Field, SegmentedControl, Select, toast } from '../../../ui'
import { wordsOf } from '../words-of'
import { Panel } from './panel'

const formats: readonly { value: ExportFormat; label: string }[] = [
  { value: 'markdown', label: 'Markdown' },
  { value: 'json', label: 'JSON' },
]

const formatHints: Readonly<Record<ExportFormat, string>> = {
  markdown: 'For reading: of each chat the branch that is shown.',
  json: 'Everything, with all branches and files. It can be imported again.',
}

/** For a name: 2026-06-20, in local time. */
function dateText(now: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

function useFolders(client: HarombeClient): readonly Folder[] {
  const [folders, setFolders] = useState<readonly Folder[]>([])
  useEffect(() => {
    const control = new AbortController()
    const { signal } = control
    // Without them all chats can still be exported.
    client.call('memory.listFolders', {}, { signal }).then(
      found => setFolders(found.toSorted((a, b) => names.compare(a.name, b.name))),
      () => undefined,
    )
    return () => control.abort()
  }, [client])
  return folders
}

async function idsIn(client: HarombeClient, folderId: string): Promise<string[]> {
  const conversations = await client.call('chat.listConversations', {})
  return conversations.flatMap(({ id, folderId: own }) => (own === folderId ? id : []))
}

/** The way out: one file with all chats, or those of a folder. */
export function ExportPanel() {
  const client = useClient()
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
      if (ids !== null && ids.length === 0) return void toast.error('There is no chat in this folder.')
      const file = await exportChats(client, {
        ...(ids === null ? {} : { ids }),
        format,
        onProgress: setCharacters,
        signal,
      })
      saveFile(exportFileName(`${folder?.name ?? 'harombe chats'} ${dateText(new Date())}`, format), file)
      toast.success(`Exported ${formatSize(file.size)}`)
    } catch (error) {
      if (!signal.aborted) toast.error(wordsOf(error, 'The chats could not be exported.'))
    } finally {
      if (running.current === control) setCharacters(null)
    }
  }

  return (
    <Panel
      title="Export"
      hint="One file, saved by your browser. One chat alone is exported from its menu in the list."
    >
      <Field label="Chats">
        {control => (
          <Select {...control} value={folderId} onChange={event => setFolderId(event.target.value)}>
            <option value="">All chats</option>
            {folders.map(({ id, name }) => (
              <option key={id} value={id}>
                Folder: {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="flex flex-col gap-1.5">
        <SegmentedControl<ExportFormat>
          fill
          label="Format"
          value={format}
          onChange={setFormat}
          options={formats}
        />
        <p className="text-muted text-xs">{formatHints[format]}</p>
      </div>
      <div className="flex items-center gap-2">
        <Button icon={<Download />} busy={characters !== null} onClick={() => void run()}>
          Export
        </Button>
        {characters === null ? null : (
          <>
            <Button variant="ghost" onClick={() => running.current?.abort()}>
              Stop
            </Button>
            <p data-figure className="text-muted text-xs">
              {formatSize(characters)} so far
            </p>
          </>
        )}
      </div>
    </Panel>
  )
}
