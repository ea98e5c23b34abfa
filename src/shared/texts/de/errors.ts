import type { Area } from '../area'

export const errors: Area<'errors'> = {}
