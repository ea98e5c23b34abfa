import type { Area } from '../area'
import { command, group, key, rebind, sheet } from './shell/commands'

export const shell: Area<'shell'> = { command, group, key, rebind, sheet }
