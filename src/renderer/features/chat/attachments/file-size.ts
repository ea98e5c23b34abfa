import type { Translate } from '../../../../shared/texts/translator'
import { formatSize } from '../../../format'

/** Small files have a size too. */
export const fileSize = (bytes: number, t: Translate): string =>
  bytes < 1_000 ? t('chat.files.bytes', { count: bytes }) : formatSize(bytes)
