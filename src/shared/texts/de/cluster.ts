import type { Area } from '../area'

export const cluster: Area<'cluster'> = {}
