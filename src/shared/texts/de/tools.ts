import type { Area } from '../area'

export const tools: Area<'tools'> = {}
