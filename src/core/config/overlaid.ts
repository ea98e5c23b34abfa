import { basename } from 'node:path'
import { HarombeError } from '../../shared/errors'
import type { OverlayRead } from './config-sources'

/**
 * Refuses a change that would be written into the file and not count, because an overlay says otherwise: a value it replaces, a
 * node that it adds, or one that it would bring back, by halves, under the old name.
 * @param overrides by overlay, as `resolveSources` tells them
 * @param wanted keys that are to change; of one that is a group, all below it
 * @throws HarombeError CONFLICT
 */
export function refuseOverlaid(
  overlays: readonly OverlayRead[],
  overrides: readonly (readonly string[])[],
  wanted: readonly string[],
): void {
  for (const [index, { path }] of overlays.entries()) {
    const said = overrides[index]?.find(key =>
      wanted.some(other => isWithin(key, other) || isWithin(other, key)),
    )
    if (said === undefined) continue
    throw new HarombeError('CONFLICT', `${basename(path)} decides on ${said}.`, {
      hint: 'Change it in that file; what is changed here goes into the file below it, and would not count.',
    })
  }
}

/** Names of nodes are the same whatever their case. */
function isWithin(key: string, group: string): boolean {
  const [inner, outer] = [key.toLowerCase(), group.toLowerCase()]
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`)
}
