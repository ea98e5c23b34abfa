import type { Area } from '../../area'

type Shell = Area<'shell'>

export const find: Shell['find'] = {
  label: 'In diesem Chat suchen',
  field: 'Gesuchte Wörter',
  placeholder: 'In diesem Chat suchen',
  count: '{{at}} von {{count}}',
  none: 'Nichts gefunden',
  matchCase: 'Groß- und Kleinschreibung beachten',
  previous: 'Vorheriger Treffer',
  next: 'Nächster Treffer',
  close: 'Suche schließen',
}
