export const rail = {
  label: 'Main',
  more: 'More',
  moreHere: '{{page}}, more pages',
  toolsWait_one: '{{count}} tool waits for you',
  toolsWait_other: '{{count}} tools wait for you',
} as const

/** In the rail and in the title of the window. */
export const page = {
  chat: 'Chat',
  cluster: 'Cluster',
  models: 'Models',
  activity: 'Activity',
  memory: 'Memory',
  tools: 'Tools',
  config: 'Configuration',
  settings: 'Settings',
  quick: 'Quick question',
} as const

export const frame = {
  skip: 'Skip to the page',
  title: '{{page}} · harombe',
  titleWaiting: '({{count}}) {{page}} · harombe',
  status: 'Status',
} as const

export const status = {
  lost: 'Connection lost',
  connecting: 'Connecting',
  noNode: 'No node yet',
  allDisabled: 'All nodes disabled',
  online_one: '{{online}} of {{count}} node online',
  online_other: '{{online}} of {{count}} nodes online',
  onlineDraining_one: '{{online}} of {{count}} node online, {{draining}} draining',
  onlineDraining_other: '{{online}} of {{count}} nodes online, {{draining}} draining',
  answering: '{{node}} is answering',
  answeringQueue: '{{node}} is answering, {{waiting}} waiting',
  manyAnswering_one: '{{count}} node is answering',
  manyAnswering_other: '{{count}} nodes are answering',
  manyAnsweringQueue_one: '{{count}} node is answering, {{waiting}} waiting',
  manyAnsweringQueue_other: '{{count}} nodes are answering, {{waiting}} waiting',
  waiting: '{{count}} waiting',
  paused: 'Paused: only your own windows are answered',
  choosing: 'Choosing a node',
} as const

/** Heard, not seen. */
export const said = {
  online: '{{node}} is online',
  draining: '{{node}} is draining',
  offline: '{{node}} went offline',
  toolWaits: 'A tool waits for you: {{tool}}',
  lost: 'The connection to the coordinator was lost.',
  connected: 'Connected again.',
} as const

export const banner = {
  lost: 'The connection to the coordinator was lost',
  lostMore: 'It is being restored. What you see may be out of date.',
  tryNow: 'Try now',
  safe: 'The window crashed several times, so answers are shown as plain text',
  safeMore: 'Restart harombe to draw them again.',
  config: 'harombe.yaml has a problem',
  openFolder: 'Open folder',
  openConfig: 'Open the configuration',
  memoryOnly: 'Conversations are kept in memory only',
} as const

export const failed = {
  title: 'This page failed',
  copyReport: 'Copy report',
  copied: 'Report copied',
  notCopied: 'The clipboard refused the report',
} as const

export const waiting = {
  dialog: 'Tools that wait for you',
  dialogMore: 'They were asked for outside this chat window, such as on the command line.',
  none: 'Nothing waits any more.',
  one: 'A tool waits for you',
  many_one: '{{count}} tool waits for you',
  many_other: '{{count}} tools wait for you',
  look: 'Look at it',
  openChat: 'Open the chat',
} as const

export const signIn = {
  title: 'Open the link that harombe printed when it was started',
  text: 'This browser has not been let in yet. The link holds a code that works once; paste it here if you cannot open it, or run the command again that printed it for a new one.',
  field: 'Link or code',
  continue: 'Continue',
  refused:
    'This link was used already or has expired. Each works once: run the command again that printed it, and open the new one.',
  unreachable: 'The coordinator cannot be reached. Is harombe still running?',
} as const
