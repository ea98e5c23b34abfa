import type { Area } from '../area'

export const memory: Area<'memory'> = {}
