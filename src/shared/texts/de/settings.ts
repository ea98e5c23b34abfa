import type { Area } from '../area'

export const settings: Area<'settings'> = {}
