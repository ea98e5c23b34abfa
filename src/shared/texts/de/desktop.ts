import type { Area } from '../area'

export const desktop: Area<'desktop'> = {}
