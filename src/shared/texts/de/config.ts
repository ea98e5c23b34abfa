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
  intro:
    'harombe.yaml ist die Wahrheit über deinen Cluster. Bearbeite sie in einem beliebigen Editor: harombe folgt ihr, sobald sie gesichert ist, und ein Fehler tritt nie in Kraft.',
  path: 'Datei',
  copyPath: 'Pfad kopieren',
  openFolder: 'Ordner öffnen',
  folderFailed: 'Der Ordner ließ sich nicht öffnen',
  inForce: 'In Kraft, wie es hier steht',
  inForceNot: 'Nicht in Kraft: Es gilt eine frühere Fassung',
  inForceDefaults: 'Es gibt keine Datei: Alles hat seine Vorgabe',
  since: 'seit {{when}}',
  problem: 'Die Datei hat einen Fehler',
  problemAt: 'Die Datei hat einen Fehler in Zeile {{line}}',
  goToLine: 'Zeile {{line}} zeigen',
  text: 'harombe.yaml, wie sie dasteht',
  lineLabel: 'Zeile {{line}}',
  hidden: 'verborgen',
  hiddenHint:
    'Tokens und Schlüssel, die in der Datei stehen, werden nicht gezeigt. Besser, du verweist nur auf sie.',
  secretHint: 'Mit ${secret:name} oder ${env:NAME} steht gar kein Token in der Datei.',
  empty: 'Die Datei ist leer oder nicht da',
  emptyHint: 'Alles hat seine Vorgabe. `harombe init` schreibt eine kommentierte Datei für den Anfang.',
  unreadable: 'Die Datei lässt sich nicht zeigen',
  loading: 'Die Datei ist unterwegs',
  failed: 'Die Datei lässt sich nicht verfolgen',
  fromHere: 'Was sich in der App ändern lässt',
  fromHereHint: 'Es wird in die Datei geschrieben; Kommentare, Reihenfolge und Anführungszeichen bleiben.',
  links: {
    nodes: 'Knoten',
    nodesHint: 'hinzufügen, bearbeiten, abschalten, entfernen',
    routing: 'Verteilung',
    routingHint: 'Vorliebe, Lernen, größere Knoten',
    discovery: 'Suche',
    discoveryHint: 'Rechner in deinem Netz finden',
    sharing: 'Freigabe',
    sharingHint: 'Handys und andere Rechner',
    tools: 'Werkzeuge',
    toolsHint: 'was Modelle dürfen',
  },
  commands: 'In der Kommandozeile',
  commandsHint: 'Für eine Datei, die du anderswo vorbereitest, und für deinen Editor.',
  validate: 'prüft die Datei und nennt jeden Fehler mit seiner Zeile',
  schema: 'gibt ihr JSON-Schema aus, zum Vervollständigen im Editor',
}
