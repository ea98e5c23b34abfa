import type { HarombeHandlers } from '../../../shared/contract'
import type { ConfigFile } from '../../config/config-file'

export function createConfigHandlers(file: Pick<ConfigFile, 'watchView'>): HarombeHandlers['config'] {
  return {
    watchFile: (_input, { signal }) => file.watchView(signal),
  }
}
