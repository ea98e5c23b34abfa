import { Paperclip } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { collectTransferred } from '../../attachments/collect-files'
import { useAttach } from './use-attach'

const holdsFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true
const isModalOpen = () => document.querySelector('[data-modal]') !== null

/** Whether files are held over the window, wherever; `onDrop` gets them. Nothing while a dialog is open. */
function useWindowDrop(onDrop: (transfer: DataTransfer) => void): boolean {
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    // Entering a child comes before leaving its parent: only the count tells when the pointer is gone.
    let depth = 0
    const count = (step: number) => (event: DragEvent) => {
      if (!holdsFiles(event)) return
      depth = Math.max(0, depth + step)
      setIsOver(depth > 0 && !isModalOpen())
    }
    const enter = count(1)
    const leave = count(-1)
    const over = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      // Else the browser would open the file in place of the app.
      event.preventDefault()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = isModalOpen() ? 'none' : 'copy'
    }
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      depth = 0
      setIsOver(false)
      if (event.dataTransfer !== null && !isModalOpen()) onDrop(event.dataTransfer)
    }
    window.addEventListener('dragenter', enter)
    window.addEventListener('dragleave', leave)
    window.addEventListener('dragover', over)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', enter)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('dragover', over)
      window.removeEventListener('drop', drop)
    }
  }, [onDrop])
  return isOver
}

/** The chat beside its sidebar. Files dropped anywhere on the window are attached to the question that is being written. */
export function DropZone({ inert, children }: { inert: boolean; children: ReactNode }) {
  const { t } = useTranslation()
  const attach = useAttach()
  const [drop] = useState(() => (transfer: DataTransfer) => attach(collectTransferred(transfer)))
  const isOver = useWindowDrop(drop)
  return (
    <div className="relative flex min-w-0 flex-1 flex-col bg-surface" inert={inert}>
      {children}
      {isOver
        ? createPortal(
            <div className="pointer-events-none fixed inset-2 z-50 flex animate-appear items-center justify-center rounded-xl border-2 border-accent border-dashed bg-surface/90 p-4 text-center">
              <p className="flex items-center gap-2 font-medium text-accent text-md">
                <Paperclip aria-hidden="true" className="size-5 shrink-0" />
                {t('chat.files.drop')}
              </p>
            </div>,
            document.body,
          )
        : null}
    </div>
  )
}
