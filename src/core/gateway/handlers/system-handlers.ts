import type { HarombeHandlers } from '../../../shared/contract'
import type { Caller } from '../../../shared/contract/caller'
import type { Sharing, SystemInfo } from '../../../shared/contract/system'
import type { HardwareReport, ResourceReading } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'

export interface SystemHandlerDependencies {
  info(caller: Caller): SystemInfo
  /** Detected once and kept: hardware does not change while the program runs. */
  hardware(): Promise<HardwareReport>
  watchResources(signal: AbortSignal): AsyncIterable<ResourceReading>
  finishFirstRun(): Promise<void>
  /** @throws HarombeError DISCONNECTED when there is no listener */
  mintBrowserUrl(): string
  sharing(): Sharing
  /** @throws HarombeError CONFLICT */
  mintPhoneUrl(host: string): { url: string; expiresInMs: number }
  /** Null where the host cannot. */
  openConfigFolder: (() => Promise<void>) | null
}

export function createSystemHandlers(dependencies: SystemHandlerDependencies): HarombeHandlers['system'] {
  return {
    getInfo: (_input, { caller }) => dependencies.info(caller),
    getHardware: () => dependencies.hardware(),
    watchResources: (_input, { signal }) => dependencies.watchResources(signal),
    async finishFirstRun() {
      await dependencies.finishFirstRun()
      return null
    },
    mintBrowserUrl: () => ({ url: dependencies.mintBrowserUrl() }),
    getSharing: () => dependencies.sharing(),
    mintPhoneUrl: ({ host }) => dependencies.mintPhoneUrl(host),
    async openConfigFolder() {
      if (dependencies.openConfigFolder === null) {
        throw new HarombeError('BAD_REQUEST', 'This host cannot open a folder.', {
          hint: 'Open the path shown in the settings.',
        })
      }
      await dependencies.openConfigFolder()
      return null
    },
  }
}
