import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { McpServerView } from '../../../../shared/entities'
import { useClient } from '../../../client'
import { texts } from '../../../texts'
import { Banner, Button, Dialog, toast } from '../../../ui'
import { wordsOf } from '../../../words-of'
import { changesText } from '../server-words'

import { ToldTool } from './told-tool'

/** Comes into sight with the end of what is above it. */
function EndMark({ onSeen }: { onSeen(): void }) {
  const mark = useRef<HTMLDivElement>(null)
  const latest = useRef(onSeen)
  latest.current = onSeen
  useEffect(() => {
    if (mark.current === null) return
    const observer = new IntersectionObserver(entries => {
      if (entries.some(entry => entry.isIntersecting)) latest.current()
    })
    observer.observe(mark.current)
    return () => observer.disconnect()
  }, [])
  return <div ref={mark} aria-hidden="true" className="h-px" />
}

export interface ServerDialogProps {
  server: McpServerView
  onClose(): void
}

/**
 * All a server tells models, to be read and then approved. What it tells may change meanwhile: then it has to be read again, as the
 * approval is for the digest of what was shown.
 */
export function ServerDialog({ server, onClose }: ServerDialogProps) {
  const client = useClient()
  const { t } = useTranslation()
  const [seen, setSeen] = useState<string | null>(null)
  const [first] = useState(server.digest)
  const [busy, setBusy] = useState(false)
  const hintId = useId()
  const { name, digest, tools, state } = server
  const unchanged = tools.filter(({ change }) => change === 'same')
  const others = tools.filter(({ change }) => change !== 'same')
  const isSeen = digest !== null && seen === digest
  const isAsked = state === 'approval_needed'

  async function approve(): Promise<void> {
    if (!isSeen || digest === null || busy) return
    setBusy(true)
    try {
      await client.call('agent.approveMcpServer', { name, digest })
      toast.success(texts.t('tools.told.approved', { server: name }))
      onClose()
    } catch (error) {
      setBusy(false)
      toast.error(wordsOf(error, texts.t('tools.told.notApproved')))
    }
  }

  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      title={t('tools.told.title', { server: name })}
      description={t('tools.told.description', { changes: changesText(tools, t) })}
      width="lg"
      footer={
        isAsked ? (
          <>
            {isSeen ? null : (
              <span id={hintId} className="mr-auto text-muted text-xs">
                {t('tools.told.scroll')}
              </span>
            )}
            <Button onClick={onClose}>{t('tools.told.notNow')}</Button>
            <Button
              variant="primary"
              busy={busy}
              aria-disabled={!isSeen}
              {...(isSeen ? {} : { 'aria-describedby': hintId })}
              onClick={() => void approve()}
            >
              {t('tools.told.approve')}
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>{t('common.close')}</Button>
        )
      }
    >
      <div className="flex flex-col gap-5">
        {digest === first ? null : <Banner tone="warn" title={t('tools.told.changed')} />}
        {others.map(tool => (
          <ToldTool key={tool.name} tool={tool} />
        ))}
        {unchanged.length === 0 ? null : (
          <details open={others.length === 0}>
            <summary className="focus-ring w-fit rounded-xs text-muted text-sm">
              {t('tools.told.unchanged', { count: unchanged.length })}
            </summary>
            <div className="mt-3 flex flex-col gap-5">
              {unchanged.map(tool => (
                <ToldTool key={tool.name} tool={tool} />
              ))}
            </div>
          </details>
        )}
        {digest === null ? null : <EndMark key={digest} onSeen={() => setSeen(digest)} />}
      </div>
    </Dialog>
  )
}
