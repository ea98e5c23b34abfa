import { FileX } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { HarombeClient } from '../../../shared/contract'
import type { ConfigFileView } from '../../../shared/contract/config'
import { spoken } from '../../../shared/texts/spoken'
import { useClient } from '../../client'
import { followStream } from '../../client/follow-stream'
import { createMirror } from '../../mirrors'
import { Banner, EmptyState, Skeleton } from '../../ui'
import { ConfigCommands } from './components/config-commands'
import { ConfigLinks } from './components/config-links'
import { ConfigState } from './components/config-state'
import { ConfigText } from './components/config-text'
import { hasHidden } from './split-lines'

const createFileMirror = (client: HarombeClient) =>
  createMirror<ConfigFileView>(
    (show, signal) => followStream(client, 'config.watchFile', () => ({}), show, signal, { endless: true }),
    '',
  )

function useFile() {
  const client = useClient()
  const [mirror] = useState(() => createFileMirror(client))
  useEffect(() => mirror.start(), [mirror])
  return useStore(mirror.store)
}

/** harombe.yaml as it stands, followed while it changes. It is edited in an editor, or by what the app changes elsewhere. */
export function ConfigPage() {
  const { t } = useTranslation()
  const { view, error } = useFile()
  return (
    <div className="mx-auto flex w-full max-w-[1120px] flex-col gap-5 px-4 py-4 sm:px-6 sm:py-5">
      <header>
        <h1 className="flex min-h-8 items-center font-semibold text-lg">{t('config.title')}</h1>
        <p className="max-w-[70ch] text-muted text-sm">{t('config.intro')}</p>
      </header>
      {error === null ? null : (
        <Banner tone="danger" title={t('config.failed')}>
          {spoken(error, t)}
        </Banner>
      )}
      {view !== null ? (
        <File view={view} />
      ) : error === null ? (
        <>
          <p className="sr-only">{t('config.loading')}</p>
          <Skeleton className="h-28 w-full" />
          <Skeleton className="h-64 w-full" />
        </>
      ) : null}
      <ConfigLinks />
      <ConfigCommands />
    </div>
  )
}

function File({ view }: { view: ConfigFileView }) {
  const { t } = useTranslation()
  const problemLine = useRef<HTMLDivElement>(null)
  const { text, problem } = view
  const isShown = text.trim() !== ''
  return (
    <>
      <ConfigState view={view} onShowLine={() => problemLine.current?.scrollIntoView({ block: 'center' })} />
      {problem !== null && (problem.line === null || !isShown) ? (
        <Banner
          tone="warn"
          title={problem.line === null ? t('config.problem') : t('config.problemAt', { line: problem.line })}
        >
          <span className="font-mono text-xs">{spoken(problem.message, t)}</span>
        </Banner>
      ) : null}
      {isShown ? (
        <div className="flex flex-col gap-2">
          <ConfigText text={text} problem={problem} problemLine={problemLine} />
          {hasHidden(text) ? (
            <p className="text-muted text-xs">
              {t('config.hiddenHint')} {t('config.secretHint')}
            </p>
          ) : null}
        </div>
      ) : (
        <EmptyState icon={<FileX />} title={t(problem === null ? 'config.empty' : 'config.unreadable')}>
          {problem === null ? t('config.emptyHint') : null}
        </EmptyState>
      )}
    </>
  )
}
