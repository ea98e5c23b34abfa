import { figures } from './cluster/figures'

export const cluster = { figures } as const
