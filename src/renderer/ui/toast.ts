import type { ExternalToast } from 'sonner'

export interface ToastNotice {
  tone: 'plain' | 'success' | 'error'
  title: string
  options: ExternalToast | undefined
}

type Show = (notice: ToastNotice) => void

let show: Show | null = null
let onWaiting: (() => void) | null = null
const waiting: ToastNotice[] = []

function give(tone: ToastNotice['tone'], title: string, options?: ExternalToast): void {
  const notice = { tone, title, options }
  if (show !== null) {
    show(notice)
    return
  }
  waiting.push(notice)
  onWaiting?.()
}

const say =
  (tone: ToastNotice['tone']) =>
  (title: string, options?: ExternalToast): void =>
    give(tone, title, options)

/** A notice at the edge of the window. One that comes before there is a place for it is kept until there is. */
export const toast = Object.assign(say('plain'), { success: say('success'), error: say('error') })

/** From now on notices go there, those that wait first; until the returned function is called. */
export function showToasts(next: Show): () => void {
  show = next
  for (const notice of waiting.splice(0)) next(notice)
  return () => {
    if (show === next) show = null
  }
}

/** Calls back whenever a notice has no place yet, at once if there is one already; until the returned function is called. */
export function whenToastWaits(callback: () => void): () => void {
  onWaiting = callback
  if (waiting.length > 0) callback()
  return () => {
    if (onWaiting === callback) onWaiting = null
  }
}
