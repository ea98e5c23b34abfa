export const find = {
  label: 'Find in this chat',
  field: 'Words to find',
  placeholder: 'Find in this chat',
  count: '{{at}} of {{count}}',
  none: 'Not found',
  matchCase: 'Match case',
  previous: 'Previous match',
  next: 'Next match',
  close: 'Close find',
} as const
