import { toast } from '../../ui'
import type { Notice } from './cluster-store'

export function notify({ tone, title, detail }: Notice): void {
  const options = detail === undefined ? {} : { description: detail }
  if (tone === 'ok') toast.success(title, options)
  else toast.error(title, options)
}
