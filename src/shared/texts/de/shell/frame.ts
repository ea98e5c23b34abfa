import type { Area } from '../../area'

type Shell = Area<'shell'>

export const rail: Shell['rail'] = {
  label: 'Hauptbereiche',
  more: 'Mehr',
  moreHere: '{{page}}, weitere Seiten',
  toolsWait_one: '{{count}} Werkzeug wartet auf dich',
  toolsWait_other: '{{count}} Werkzeuge warten auf dich',
}

export const page: Shell['page'] = {
  chat: 'Chat',
  cluster: 'Cluster',
  models: 'Modelle',
  activity: 'Aktivität',
  memory: 'Gedächtnis',
  tools: 'Werkzeuge',
  config: 'Konfiguration',
  settings: 'Einstellungen',
  quick: 'Schnelle Frage',
}

export const frame: Shell['frame'] = {
  skip: 'Zur Seite springen',
  title: '{{page}} · harombe',
  titleWaiting: '({{count}}) {{page}} · harombe',
  status: 'Status',
}

export const status: Shell['status'] = {
  lost: 'Verbindung verloren',
  connecting: 'Verbinde',
  noNode: 'Noch kein Knoten',
  allDisabled: 'Alle Knoten ausgeschaltet',
  online_one: '{{online}} von {{count}} Knoten online',
  online_other: '{{online}} von {{count}} Knoten online',
  onlineDraining_one: '{{online}} von {{count}} Knoten online, {{draining}} läuft leer',
  onlineDraining_other: '{{online}} von {{count}} Knoten online, {{draining}} laufen leer',
  answering: '{{node}} antwortet',
  answeringQueue: '{{node}} antwortet, {{waiting}} in der Schlange',
  manyAnswering_one: '{{count}} Knoten antwortet',
  manyAnswering_other: '{{count}} Knoten antworten',
  manyAnsweringQueue_one: '{{count}} antwortet, {{waiting}} in der Schlange',
  manyAnsweringQueue_other: '{{count}} antworten, {{waiting}} in der Schlange',
  waiting: '{{count}} in der Schlange',
  paused: 'Pausiert: nur deine eigenen Fenster bekommen Antworten',
  choosing: 'Wählt einen Knoten',
}

export const said: Shell['said'] = {
  online: '{{node}} ist online',
  draining: '{{node}} läuft leer',
  offline: '{{node}} ist offline gegangen',
  toolWaits: 'Ein Werkzeug wartet auf dich: {{tool}}',
  lost: 'Die Verbindung zum Koordinator ist verloren.',
  connected: 'Wieder verbunden.',
}

export const banner: Shell['banner'] = {
  lost: 'Die Verbindung zum Koordinator ist verloren',
  lostMore: 'Sie wird wiederhergestellt. Was du siehst, kann veraltet sein.',
  tryNow: 'Jetzt versuchen',
  safe: 'Das Fenster ist mehrmals abgestürzt, deshalb stehen Antworten als reiner Text da',
  safeMore: 'Starte harombe neu, um sie wieder gestaltet zu sehen.',
  config: 'harombe.yaml hat einen Fehler',
  openFolder: 'Ordner öffnen',
  openConfig: 'Konfiguration öffnen',
  memoryOnly: 'Chats werden nur im Arbeitsspeicher gehalten',
}

export const failed: Shell['failed'] = {
  title: 'Diese Seite ist gescheitert',
  copyReport: 'Bericht kopieren',
  copied: 'Bericht kopiert',
  notCopied: 'Die Zwischenablage nimmt den Bericht nicht an',
}

export const waiting: Shell['waiting'] = {
  dialog: 'Werkzeuge, die auf dich warten',
  dialogMore: 'Sie wurden außerhalb dieses Fensters verlangt, etwa auf der Kommandozeile.',
  none: 'Nichts wartet mehr.',
  one: 'Ein Werkzeug wartet auf dich',
  many_one: '{{count}} Werkzeug wartet auf dich',
  many_other: '{{count}} Werkzeuge warten auf dich',
  look: 'Ansehen',
  openChat: 'Chat öffnen',
}

export const signIn: Shell['signIn'] = {
  title: 'Öffne den Link, den harombe beim Start ausgegeben hat',
  text: 'Dieser Browser ist noch nicht angemeldet. Der Link enthält einen Code, der einmal gilt; füge ihn hier ein, wenn du ihn nicht öffnen kannst, oder führe den Befehl, der ihn ausgegeben hat, für einen neuen noch einmal aus.',
  field: 'Link oder Code',
  continue: 'Weiter',
  refused:
    'Dieser Link wurde schon benutzt oder ist abgelaufen. Jeder gilt einmal: Führe den Befehl, der ihn ausgegeben hat, noch einmal aus und öffne den neuen.',
  unreachable: 'Der Koordinator ist nicht erreichbar. Läuft harombe noch?',
}
