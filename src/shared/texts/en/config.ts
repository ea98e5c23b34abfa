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
  intro:
    'harombe.yaml is the truth about your cluster. Edit it in any editor: harombe follows it as soon as it is saved, and a mistake never comes into force.',
  path: 'File',
  copyPath: 'Copy the path',
  openFolder: 'Open the folder',
  folderFailed: 'The folder could not be opened',
  inForce: 'In force as written here',
  inForceNot: 'Not in force: an earlier version is',
  inForceDefaults: 'There is no file: everything has its default',
  since: 'since {{when}}',
  problem: 'The file has a problem',
  problemAt: 'The file has a problem in line {{line}}',
  goToLine: 'Show line {{line}}',
  text: 'harombe.yaml as it stands',
  lineLabel: 'Line {{line}}',
  hidden: 'hidden',
  hiddenHint: 'Tokens and keys that stand in the file are not shown. Better keep them by reference.',
  secretHint: 'With ${secret:name} or ${env:NAME} no token stands in the file at all.',
  empty: 'The file is empty or not there',
  emptyHint: 'Everything has its default. `harombe init` writes a commented file to begin with.',
  unreadable: 'The file cannot be shown',
  loading: 'The file is on its way',
  failed: 'The file cannot be watched',
  fromHere: 'What can be changed from the app',
  fromHereHint: 'It is written into the file; comments, order and quotes stay.',
  links: {
    nodes: 'Nodes',
    nodesHint: 'add, edit, disable, remove',
    routing: 'Routing',
    routingHint: 'preference, learning, larger nodes',
    discovery: 'Discovery',
    discoveryHint: 'find machines on your network',
    sharing: 'Sharing',
    sharingHint: 'phones and other machines',
    tools: 'Tools',
    toolsHint: 'what models may do',
  },
  commands: 'At the command line',
  commandsHint: 'For a file you prepare somewhere else, and for your editor.',
  validate: 'checks the file and names each mistake with its line',
  schema: 'prints its JSON Schema, for completion in an editor',
} as const
