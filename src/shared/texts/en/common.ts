/** Words that several parts of the window use. */
export const common = {
  cancel: 'Cancel',
  clipboard: 'The clipboard cannot be written from here.',
  close: 'Close',
  content: 'Content',
  copied: 'Copied',
  copy: 'Copy',
  /** Of this file. */
  language: 'en',
  notifications: 'Notifications',
  optional: 'optional',
  retry: 'Try again',
  save: 'Save',
  tools_one: '{{count}} tool',
  tools_other: '{{count}} tools',
  waitingForCoordinator: 'Waiting for the coordinator. This goes on by itself when it is back.',
} as const
