import { useTranslation } from 'react-i18next'
import { ExportPanel } from './components/export-panel'
import { FactsPanel } from './components/facts-panel'
import { ImportPanel } from './components/import-panel'
import { KeptPanel } from './components/kept-panel'
import { useMemoryStatus } from './use-memory-status'

/** What is kept of all chats, what is always told, and the way in and out. */
export function MemoryPage() {
  const { t } = useTranslation()
  const known = useMemoryStatus()
  return (
    <div className="@container mx-auto flex w-full max-w-[1120px] flex-col gap-4 px-4 py-4 sm:px-6 sm:py-5">
      <h1 className="flex min-h-8 items-center font-semibold text-lg">{t('memory.title')}</h1>
      <div className="grid items-start gap-4 @3xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <FactsPanel />
          <ImportPanel onImported={known.refresh} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <KeptPanel {...known} />
          <ExportPanel />
        </div>
      </div>
    </div>
  )
}
