import type { Area } from '../area'

export const activity: Area<'activity'> = {}
