import { formatSize, plural } from '../../../format'

/** Small files have a size too. */
export const fileSize = (bytes: number): string => (bytes < 1_000 ? plural(bytes, 'byte') : formatSize(bytes))
