import { type Document, isMap } from 'yaml'
import type { Config } from '../schema'
import { mapAt, setScalar } from './edit-values'

/** Lets this machine answer with another backend, also where it was kept from answering; what is set for the old one stays. */
export function setLocalBackend(document: Document, backend: Config['inference']['backend']): void {
  setScalar(mapAt(document, 'inference'), 'backend', backend)
  const local = document.getIn(['cluster', 'local'], true)
  if (isMap(local) && local.get('enabled') === false) setScalar(local, 'enabled', true)
}
