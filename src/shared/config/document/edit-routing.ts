import type { RoutingChanges } from '../schema'
import { changeFields } from './edit-fields'
import type { EditableText } from './editable-text'

/** Sets what is given of `cluster.routing`; the rest stays as it is. */
export function setRouting(config: EditableText, changes: RoutingChanges): void {
  changeFields(config, ['cluster', 'routing'], changes)
}
