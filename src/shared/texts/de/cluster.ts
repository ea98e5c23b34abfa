import type { Area } from '../area'
import { figures } from './cluster/figures'

export const cluster: Area<'cluster'> = { figures }
