import { apply } from './config/apply'
import { editor } from './config/editor'
import { form } from './config/form'
import { convergence, history } from './config/history'
import { keys } from './config/keys'
import { nodes } from './config/nodes'
import { plan } from './config/plan'

export const config = {
  apply,
  convergence,
  editor,
  form,
  history,
  keys,
  nodes,
  plan,
  title: 'Configuration',
  copyPath: 'Copy the path',
  openFolder: 'Open the folder',
  folderFailed: 'The folder could not be opened',
  text: 'The text of harombe.yaml',
  hidden: 'hidden',
  secretHint: 'With ${secret:name} or ${env:NAME} no token stands in the file at all.',
  loading: 'The file is on its way',
  failed: 'The file cannot be watched',
} as const
