import { hasPortBridge } from '../client/open-port'
import type { KeyHost } from './reserved-keys'

/** Apple's keyboards have ⌘ where others have Ctrl. */
export const isMac = (): boolean => 'navigator' in globalThis && /mac|iphone|ipad/i.test(navigator.platform)

/** Of this window. A page in its own window hears keys that a browser keeps for its tabs. */
export const keyHost = (): KeyHost => ({
  mac: isMac(),
  browser: 'window' in globalThis && !hasPortBridge(),
})
