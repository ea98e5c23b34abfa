import { createHash } from 'node:crypto'
import { identifier } from '../../../shared/entities'

/** The id where it is one of ours, else one that comes out the same the next time. @param seed what tells it from others */
export function stableId(id: string | null | undefined, seed: string): string {
  if (id != null && identifier.safeParse(id).success) return id
  return createHash('sha256')
    .update(`${id ?? ''}\0${seed}`)
    .digest('hex')
    .slice(0, 32)
}
