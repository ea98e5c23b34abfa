import type { Tier } from '../../../shared/entities'

/** Something that could be a node; the dialog asks for the rest. */
export interface FoundNode {
  name: string
  address: string
  tier?: Tier
}
