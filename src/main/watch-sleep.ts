import type { PowerMonitor } from 'electron'
import type { CoordinatorLink } from './coordinator'

/**
 * Tells the coordinator that the machine goes to sleep and wakes up. To whichever link there is at that moment: the one of
 * before the sleep may be gone after it.
 */
export function watchSleep(
  powerMonitor: Pick<PowerMonitor, 'on'>,
  current: () => Pick<CoordinatorLink, 'suspended' | 'resumed'> | null,
): void {
  powerMonitor.on('suspend', () => current()?.suspended())
  powerMonitor.on('resume', () => current()?.resumed())
}
