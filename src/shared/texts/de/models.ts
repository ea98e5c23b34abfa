import type { Area } from '../area'

export const models: Area<'models'> = {}
