/** What stands around the text of a model. */
export const markdown = {
  clipboardClosed: 'The clipboard cannot be written from here.',
  citation: 'Source {{number}}: {{title}}',
  code: {
    copy: 'Copy code',
    label: 'Code, {{language}}',
    lines: '{{lines}} lines',
    wrap: 'Wrap long lines',
    unwrap: 'Do not wrap lines',
  },
  diagram: {
    alternative: 'Diagram. {{summary}}',
    copy: 'Copy diagram source',
    drawing: 'Drawing the diagram…',
    enlarge: 'Enlarge',
    label: 'Diagram',
    showPicture: 'Show diagram',
    showSource: 'Show source',
    refused: {
      syntax: 'This is not a diagram that can be drawn: {{detail}}',
      time: 'Drawing this diagram took too long.',
      size: 'This diagram is too large to be drawn.',
      unavailable: 'Diagrams cannot be drawn here.',
    },
  },
  image: 'Image',
  imageOf: 'Image: {{alt}}',
  link: {
    copy: 'Copy address',
    open: 'Open',
    openHost: 'Open {{host}}?',
    warning: 'A model wrote this link. It opens outside harombe.',
    writeTo: 'Write to {{host}}?',
  },
  math: {
    label: 'Formula',
    refused: 'This formula cannot be drawn.',
  },
  table: {
    copy: 'Copy table',
    copyCsv: 'Copy as CSV',
    copyTsv: 'Copy as TSV',
    label: 'Table',
  },
  task: { done: 'Done', open: 'Not done' },
} as const
