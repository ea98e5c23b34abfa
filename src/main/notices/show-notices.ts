import type { Electron } from '../electron'
import type { Notice } from './notices'

export interface NoticeOptions {
  Notification: Electron['Notification']
  isWanted(kind: Notice['kind']): boolean
  /** Whoever looks at harombe needs no word from it. */
  isInFront(): boolean
  open(route: Notice['route']): void
}

/** Shows notices through the system. */
export function createNoticeBoard({ Notification, isWanted, isInFront, open }: NoticeOptions) {
  /** Without a reference to it a notification may be collected before it is clicked. */
  const shown = new Map<string, InstanceType<typeof Notification>>()
  return (notice: Notice): void => {
    const { id, kind, title, body, route } = notice
    if (isInFront() || !isWanted(kind) || !Notification.isSupported()) return
    // Windows and macOS replace by id, Linux only what is taken away.
    shown.get(id)?.close()
    const notification = new Notification({ id, title, body })
    shown.set(id, notification)
    const forget = () => {
      if (shown.get(id) === notification) shown.delete(id)
    }
    notification.on('click', () => {
      forget()
      open(route)
    })
    notification.on('close', forget)
    notification.on('failed', forget)
    notification.show()
  }
}
