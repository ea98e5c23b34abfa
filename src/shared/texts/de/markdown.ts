import type { Area } from '../area'

export const markdown: Area<'markdown'> = {}
