import type { Area } from '../area'

export const markdown: Area<'markdown'> = {
  clipboardClosed: 'In die Zwischenablage kann von hier aus nicht geschrieben werden.',
  citation: 'Quelle {{number}}: {{title}}',
  code: {
    copy: 'Code kopieren',
    label: 'Code, {{language}}',
    lines: '{{lines}} Zeilen',
    wrap: 'Lange Zeilen umbrechen',
    unwrap: 'Zeilen nicht umbrechen',
  },
  diagram: {
    alternative: 'Diagramm. {{summary}}',
    copy: 'Quelltext des Diagramms kopieren',
    drawing: 'Das Diagramm wird gezeichnet …',
    enlarge: 'Vergrößern',
    label: 'Diagramm',
    showPicture: 'Diagramm zeigen',
    showSource: 'Quelltext zeigen',
    refused: {
      syntax: 'Dieses Diagramm lässt sich nicht zeichnen: {{detail}}',
      time: 'Das Zeichnen dieses Diagramms hat zu lange gedauert.',
      size: 'Dieses Diagramm ist zu groß zum Zeichnen.',
      unavailable: 'Diagramme können hier nicht gezeichnet werden.',
    },
  },
  image: 'Bild',
  imageOf: 'Bild: {{alt}}',
  link: {
    copy: 'Adresse kopieren',
    open: 'Öffnen',
    openHost: '{{host}} öffnen?',
    warning: 'Diesen Link hat ein Modell geschrieben. Er öffnet sich außerhalb von harombe.',
    writeTo: 'An {{host}} schreiben?',
  },
  math: {
    label: 'Formel',
    refused: 'Diese Formel lässt sich nicht darstellen.',
  },
  table: {
    copy: 'Tabelle kopieren',
    copyCsv: 'Als CSV kopieren',
    copyTsv: 'Als TSV kopieren',
    label: 'Tabelle',
  },
  task: { done: 'Erledigt', open: 'Offen' },
}
