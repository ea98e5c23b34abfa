/** Words that several parts of the window use. */
export const common = {
  cancel: 'Cancel',
  close: 'Close',
  copied: 'Copied',
  copy: 'Copy',
  retry: 'Try again',
  save: 'Save',
  tools_one: '{{count}} tool',
  tools_other: '{{count}} tools',
} as const
