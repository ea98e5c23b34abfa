import { texts } from '../../texts'
import { toast } from '../../ui'

export interface Notice {
  tone: 'ok' | 'danger'
  title: string
  detail?: string
  undo?: () => void
}

export function notify({ tone, title, detail, undo }: Notice): void {
  const options = {
    ...(detail === undefined ? {} : { description: detail }),
    ...(undo === undefined
      ? {}
      : { action: { label: texts.t('memory.undo'), onClick: undo }, duration: 8_000 }),
  }
  if (tone === 'ok') toast.success(title, options)
  else toast.error(title, options)
}
