import type { EditableText } from './editable-text'
import type { ConfigPath, FieldChanges } from './form-action'
import { isMapValue } from './render-value'

/** Sets what is given, null takes a key out; within a map likewise. */
export function changeFields(config: EditableText, path: ConfigPath, changes: FieldChanges): void {
  for (const [key, value] of Object.entries(changes)) {
    const at = [...path, key]
    if (value === undefined) continue
    if (value === null) config.unset(at)
    else if (isMapValue(value) && isMapValue(config.get(at))) changeFields(config, at, value)
    else config.set(at, value)
  }
}
