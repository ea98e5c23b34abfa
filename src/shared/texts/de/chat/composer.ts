import type { Area } from '../../area'

type Texts = Area<'chat'>

export const composer: Texts['composer'] = {
  form: 'Fragen',
  message: 'Deine Nachricht',
  placeholder: 'Frag, was du willst',
  keys: 'Enter sendet, Umschalt und Enter beginnt eine neue Zeile',
  send: 'Senden',
  stop: 'Anhalten',
  uploading: 'Dateien sind noch unterwegs',
}

export const target: Texts['target'] = {
  tier: 'Stufe',
  chosenTier: 'Stufe: {{name}}',
  auto: 'Auto',
  autoHint: 'Jede Frage geht an die kleinste Stufe, die sie gut beantwortet',
  always: 'Immer Stufe {{tier}}',
  pin: 'An einen Knoten oder ein Modell binden',
  unpin: 'Nicht mehr an {{name}} binden',
  title: 'Wohin die nächste Frage geht',
  search: 'Knoten oder Modell',
  nodes: 'Knoten',
  models: 'Modelle',
  nothing: 'Kein Knoten und kein Modell heißt so.',
  on_one: 'auf {{count}} Knoten',
  on_other: 'auf {{count}} Knoten',
}

export const used: Texts['used'] = {
  title: 'In diesem Chat genutzt',
  summary: 'In diesem Chat genutzt: {{names}}',
  nothing: 'Nur Chat',
  tools: 'Werkzeuge',
  toolsHint: 'Dateien, Befehle und das Web; Riskantes fragt vorher',
  memory: 'Gedächtnis',
  memoryHint: 'Was in anderen Chats steht, darf nachgeschlagen werden',
  files: 'Dateien',
  filesHint: 'In angehängten Dateien darf nachgeschlagen werden',
  facts: 'Fakten',
  factsHint: 'Was du angeheftet hast, erfährt das Modell',
  workspace: 'Werkzeuge arbeiten in <folder>{{path}}</folder>',
}

export const files: Texts['files'] = {
  attach: 'Dateien anhängen',
  pickFiles: 'Dateien…',
  pickFolder: 'Einen Ordner…',
  attached: 'Angehängte Dateien',
  remove: '{{name}} entfernen',
  removed: '{{name}} entfernt',
  upload: '{{name}} wird hochgeladen',
  waiting: 'Wartet',
  reading: 'Wird gelesen',
  pages_one: '{{count}} Seite',
  pages_other: '{{count}} Seiten',
  bytes_one: '{{count}} Byte',
  bytes_other: '{{count}} Byte',
  unreadable: 'Sie lässt sich nicht lesen',
  notRead: 'Nicht lesbar',
  notReadable: 'Die Datei konnte nicht gelesen werden.',
  notShown: 'Die Datei konnte nicht gezeigt werden.',
  lost: 'Sie war noch unterwegs, als harombe geschlossen wurde: Häng sie noch einmal an.',
  gone: 'Sie wird nicht mehr aufbewahrt: Häng sie noch einmal an.',
  open: '{{name}} öffnen',
  more: '{{count}} weitere',
  restHidden: 'Der Rest wird hier nicht gezeigt.',
  noText: 'Darin wurde kein Text gefunden.',
  drop: 'Dateien oder Ordner hier ablegen, um sie anzuhängen',
  tooMany: 'An eine Frage passen bis zu {{count}} Dateien.',
  leftOut_one: '{{count}} Datei wurde ausgelassen: versteckt oder für ein Modell nicht lesbar.',
  leftOut_other: '{{count}} Dateien wurden ausgelassen: versteckt oder für ein Modell nicht lesbar.',
  onlyFirst: 'Von einem Ordner werden nur die ersten {{count}} Dateien genommen.',
  added_one: '{{count}} Datei angehängt',
  added_other: '{{count}} Dateien angehängt',
}
