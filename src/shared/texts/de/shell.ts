import type { Area } from '../area'

export const shell: Area<'shell'> = {}
