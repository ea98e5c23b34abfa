import type { Area } from '../area'

export const common: Area<'common'> = {
  cancel: 'Abbrechen',
  clipboard: 'Die Zwischenablage lässt sich von hier nicht beschreiben.',
  close: 'Schließen',
  content: 'Inhalt',
  copied: 'Kopiert',
  copy: 'Kopieren',
  language: 'de',
  notifications: 'Meldungen',
  optional: 'optional',
  retry: 'Noch einmal versuchen',
  save: 'Sichern',
  tools_one: '{{count}} Werkzeug',
  tools_other: '{{count}} Werkzeuge',
  waitingForCoordinator: 'Warten auf den Koordinator. Sobald er wieder da ist, geht es von selbst weiter.',
}
