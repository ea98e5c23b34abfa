import type { MouseEvent, ReactNode } from 'react'
import { externalLinks } from './external-links'
import type { ExternalTarget } from './external-target'

export interface ExternalAnchorProps {
  target: ExternalTarget
  className?: string
  children: ReactNode
}

/** A link that never navigates by itself: every way of clicking it (also the middle button) asks first. */
export function ExternalAnchor({ target, className, children }: ExternalAnchorProps) {
  const ask = (event: MouseEvent) => {
    event.preventDefault()
    // The right button opens the context menu and reports an auxclick as well.
    if (event.button !== 2) externalLinks.openExternalSafely(target)
  }
  return (
    <a
      href={target.url}
      target="_blank"
      rel="noopener noreferrer nofollow"
      title={target.url}
      draggable={false}
      className={className}
      onClick={ask}
      onAuxClick={ask}
    >
      {children}
    </a>
  )
}
