import type { Area } from '../area'

export const chat: Area<'chat'> = {}
