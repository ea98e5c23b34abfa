import type { Area } from '../area'

export const config: Area<'config'> = {}
