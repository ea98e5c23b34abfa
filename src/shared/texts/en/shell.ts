import { command, group, key, rebind, sheet } from './shell/commands'

export const shell = { command, group, key, rebind, sheet } as const
