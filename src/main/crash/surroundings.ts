import { release } from 'node:os'
import type { Surroundings } from './crash-report'

/** What this runs on, as far as a report needs it. */
export function surroundingsOf(version: string): Surroundings {
  const { platform, arch, versions } = process
  const { electron = '?', chrome = '?', node } = versions
  return { version, electron, chrome, node, platform, arch, osRelease: release() }
}
