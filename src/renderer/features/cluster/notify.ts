import { texts } from '../../texts'
import { toast } from '../../ui'
import type { Notice } from './cluster-store'

export function notify({ tone, title, detail, undo }: Notice): void {
  const options = {
    ...(detail === undefined ? {} : { description: detail }),
    ...(undo === undefined ? {} : { action: { label: texts.t('cluster.node.notice.undo'), onClick: undo } }),
  }
  if (tone === 'ok') toast.success(title, options)
  else toast.error(title, options)
}
