import { Upload } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useClient } from '../../../client'
import { Button } from '../../../ui'
import { createImportStore } from '../import-store'
import { ImportJobRow } from './import-job-row'
import { Panel } from './panel'

/** Chats of another harombe, or of ChatGPT. `onImported`: there is more than before. */
export function ImportPanel({ onImported }: { onImported(): void }) {
  const client = useClient()
  const { t } = useTranslation()
  const [imports] = useState(() => createImportStore(client))
  const jobs = useStore(imports.store, state => state.jobs)
  const picker = useRef<HTMLInputElement>(null)
  const done = jobs.filter(({ stage }) => stage.name === 'done').length
  useEffect(() => imports.stop, [imports])
  useEffect(() => {
    if (done > 0) onImported()
  }, [done, onImported])
  return (
    <Panel title={t('memory.import.title')} hint={t('memory.import.hint')}>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        data-testid="import-files"
        accept=".json,.zip,application/json,application/zip"
        onChange={event => {
          for (const file of event.target.files ?? []) imports.begin(file)
          event.target.value = ''
        }}
      />
      <Button icon={<Upload />} className="self-start" onClick={() => picker.current?.click()}>
        {t('memory.import.choose')}
      </Button>
      {jobs.length === 0 ? null : (
        <ul aria-label={t('memory.import.list')} className="flex flex-col gap-2">
          {jobs.map(job => (
            <ImportJobRow key={job.id} job={job} imports={imports} />
          ))}
        </ul>
      )}
    </Panel>
  )
}
