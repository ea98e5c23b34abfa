import type { DiscoveryChanges } from '../schema'
import { changeFields } from './edit-fields'
import type { EditableText } from './editable-text'

/** Sets what is given of `cluster.discovery`; the rest stays as it is. */
export function setDiscovery(config: EditableText, changes: DiscoveryChanges): void {
  changeFields(config, ['cluster', 'discovery'], changes)
}
