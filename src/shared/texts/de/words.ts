import type { Area } from '../area'

export const words: Area<'words'> = {}
