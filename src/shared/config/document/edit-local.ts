import type { Config } from '../schema'
import type { EditableText } from './editable-text'

/** Lets this machine answer with another backend, also where it was kept from answering; what is set for the old one stays. */
export function setLocalBackend(config: EditableText, backend: Config['inference']['backend']): void {
  config.set(['inference', 'backend'], backend)
  const enabled = ['cluster', 'local', 'enabled']
  if (config.get(enabled) === false) config.set(enabled, true)
}
