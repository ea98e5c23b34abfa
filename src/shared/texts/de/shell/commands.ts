import type { Area } from '../../area'

type Shell = Area<'shell'>

export const command: Shell['command'] = {
  openPalette: 'Suche und Befehle',
  showShortcuts: 'Tastenkürzel',
  openSettings: 'Einstellungen',
  nextRegion: 'Nächster Bereich des Fensters',
  previousRegion: 'Vorheriger Bereich des Fensters',
  goToChat: 'Zum Chat',
  goToCluster: 'Zum Cluster',
  goToModels: 'Zu den Modellen',
  goToActivity: 'Zur Aktivität',
  goToMemory: 'Zum Gedächtnis',
  goToTools: 'Zu den Werkzeugen',
  goToConfig: 'Zur Konfiguration',
  newChat: 'Neuer Chat',
  searchChats: 'In allen Chats suchen',
  toggleSidebar: 'Chats ein- oder ausblenden',
  chooseTarget: 'Wählen, wohin Fragen gehen',
  focusComposer: 'Nachricht schreiben',
  exportChat: 'Diesen Chat exportieren',
  findInChat: 'In diesem Chat suchen',
  findNext: 'Nächster Treffer',
  findPrevious: 'Vorheriger Treffer',
  stopAnswer: 'Antwort anhalten',
  copyLastAnswer: 'Letzte Antwort kopieren',
  redoAnswer: 'Noch einmal fragen',
  previousVersion: 'Vorherige Fassung der Antwort',
  nextVersion: 'Nächste Fassung der Antwort',
  addNode: 'Knoten hinzufügen',
  askWhatIf: 'Was wäre, wenn …',
  getModel: 'Modell holen',
  planConfig: 'Planen: Was würde harombe.yaml ändern?',
  applyConfig: 'harombe.yaml anwenden',
  rollBackConfig: 'Zu einer früheren harombe.yaml zurückkehren',
  formatConfig: 'harombe.yaml formatieren',
  importConfig: 'Gefundenes in harombe.yaml übernehmen',
}

export const group: Shell['group'] = {
  general: 'Allgemein',
  go: 'Gehe zu',
  chat: 'Chats',
  find: 'Suchen',
  answer: 'Antworten',
  cluster: 'Cluster',
  config: 'harombe.yaml',
}

export const key: Shell['key'] = {
  ctrl: 'Strg',
  alt: 'Alt',
  shift: 'Umschalt',
  meta: 'Win',
  escape: 'Esc',
  enter: 'Enter',
  space: 'Leertaste',
  tab: 'Tab',
  backspace: 'Rücktaste',
  delete: 'Entf',
  insert: 'Einfg',
  home: 'Pos1',
  end: 'Ende',
  pageUp: 'Bild↑',
  pageDown: 'Bild↓',
}

export const rebind: Shell['rebind'] = {
  label: 'Tastenkürzel',
  change: 'Tasten für „{{command}}“ ändern',
  none: 'Keine Tasten',
  press: 'Tasten drücken',
  pressing: 'Drücke die neuen Tasten für „{{command}}“. Escape lässt sie, wie sie sind.',
  remove: 'Tasten für „{{command}}“ entfernen',
  reset: 'Eigene Tasten für „{{command}}“ zurückgeben',
  resetAll: 'Alle wie am Anfang',
  changed: '„{{command}}“ hat neue Tasten: {{keys}}',
  taken: '„{{command}}“ hat schon {{keys}}. Drücke noch einmal, um sie zu übernehmen.',
  owner: {
    system: '{{keys}} gehört dem Betriebssystem.',
    browser: '{{keys}} gehört dem Browser.',
    editing: '{{keys}} wird zum Schreiben und Bearbeiten gebraucht.',
  },
  failed: 'Die Tasten konnten nicht gespeichert werden',
  unavailable: 'Tasten lassen sich ändern, sobald der Koordinator da ist.',
}

export const sheet: Shell['sheet'] = {
  title: 'Tastenkürzel',
  keyboard: 'Tastatur',
  mac: 'Mac',
  other: 'Windows und Linux',
  send: 'Nachricht senden',
  newLine: 'Neue Zeile beginnen',
  inFields: 'Beim Schreiben',
  customize: 'Ändern',
}
