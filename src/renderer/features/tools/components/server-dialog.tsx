import { useEffect, useId, useRef, useState } from 'react'
import type { McpServerView } from '../../../../shared/entities'
import { useClient } from '../../../client'
import { plural } from '../../../format'
import { Banner, Button, Dialog, toast } from '../../../ui'
import { changesText } from '../server-words'
import { wordsOf } from '../words-of'
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
      toast.success(`Models may use the tools of ${name}; each call is still asked for`)
      onClose()
    } catch (error) {
      setBusy(false)
      toast.error(wordsOf(error, 'The server could not be approved.'))
    }
  }

  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      title={`What ${name} tells models`}
      description={`${changesText(tools)}. Look for instructions that have nothing to do with the tool: models read this with every question.`}
      width="lg"
      footer={
        isAsked ? (
          <>
            {isSeen ? null : (
              <span id={hintId} className="mr-auto text-muted text-xs">
                Scroll to the end to approve
              </span>
            )}
            <Button onClick={onClose}>Not now</Button>
            <Button
              variant="primary"
              busy={busy}
              aria-disabled={!isSeen}
              {...(isSeen ? {} : { 'aria-describedby': hintId })}
              onClick={() => void approve()}
            >
              Approve
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>Close</Button>
        )
      }
    >
      <div className="flex flex-col gap-5">
        {digest === first ? null : <Banner tone="warn" title="It changed while you looked. Read it again." />}
        {others.map(tool => (
          <ToldTool key={tool.name} tool={tool} />
        ))}
        {unchanged.length === 0 ? null : (
          <details open={others.length === 0}>
            <summary className="focus-ring w-fit rounded-xs text-muted text-sm">
              {plural(unchanged.length, 'tool')} as approved
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
