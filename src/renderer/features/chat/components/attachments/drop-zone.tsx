import { Paperclip } from 'lucide-react'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { collectTransferred } from '../../attachments/collect-files'
import { useAttach } from './use-attach'

const holdsFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files')

/** The chat beside its sidebar: files dropped anywhere on it are attached. */
export function DropZone({ inert, children }: { inert: boolean; children: ReactNode }) {
  const { t } = useTranslation()
  const attach = useAttach()
  const [over, setOver] = useState(false)
  // Entering a child comes before leaving its parent: only the count tells when the pointer is gone.
  const depth = useRef(0)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has the button beside the composer as its equal
    <div
      className="relative flex min-w-0 flex-1 flex-col bg-surface"
      inert={inert}
      onDragEnter={event => {
        if (!holdsFiles(event)) return
        depth.current += 1
        setOver(true)
      }}
      onDragLeave={event => {
        if (!holdsFiles(event)) return
        depth.current = Math.max(0, depth.current - 1)
        if (depth.current === 0) setOver(false)
      }}
      onDragOver={event => {
        if (!holdsFiles(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
      onDrop={event => {
        if (!holdsFiles(event)) return
        event.preventDefault()
        depth.current = 0
        setOver(false)
        attach(collectTransferred(event.dataTransfer))
      }}
    >
      {children}
      {over ? (
        <div className="pointer-events-none absolute inset-2 z-20 flex animate-appear items-center justify-center rounded-xl border-2 border-accent border-dashed bg-surface/90">
          <p className="flex items-center gap-2 font-medium text-accent text-md">
            <Paperclip aria-hidden="true" className="size-5" />
            {t('chat.files.drop')}
          </p>
        </div>
      ) : null}
    </div>
  )
}
