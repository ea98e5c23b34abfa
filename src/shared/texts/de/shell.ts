import type { Area } from '../area'
import { command, group, key, rebind, sheet } from './shell/commands'
import { find } from './shell/find'
import { banner, failed, frame, page, rail, said, signIn, status, waiting } from './shell/frame'
import { palette } from './shell/palette'
import { quick } from './shell/quick'

export const shell: Area<'shell'> = {
  banner,
  command,
  failed,
  find,
  frame,
  group,
  key,
  page,
  palette,
  quick,
  rail,
  rebind,
  said,
  sheet,
  signIn,
  status,
  waiting,
}
