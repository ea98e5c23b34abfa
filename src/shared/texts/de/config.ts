import type { Area } from '../area'
import { apply } from './config/apply'
import { editor } from './config/editor'
import { form } from './config/form'
import { convergence, history } from './config/history'
import { keys } from './config/keys'
import { nodes } from './config/nodes'
import { plan } from './config/plan'

export const config: Area<'config'> = {
  apply,
  convergence,
  editor,
  form,
  history,
  keys,
  nodes,
  plan,
  title: 'Konfiguration',
  copyPath: 'Pfad kopieren',
  openFolder: 'Ordner öffnen',
  folderFailed: 'Der Ordner ließ sich nicht öffnen',
  text: 'Der Text von harombe.yaml',
  hidden: 'verborgen',
  secretHint: 'Mit ${secret:name} oder ${env:NAME} steht gar kein Token in der Datei.',
  loading: 'Die Datei ist unterwegs',
  failed: 'Die Datei lässt sich nicht verfolgen',
}
