/** The page around a conversation: its header, the new chat, notices. */
export const page = {
  showChats: 'Show chats',
  hideChats: 'Hide chats',
  chats: 'Chats',
  newChat: 'New chat',
  loading: 'Loading the chat',
  gone: 'This chat is gone',
  goneHint: 'It was deleted, perhaps in another window.',
  copiedLast: 'Copied the last answer',
  noClipboard: 'The clipboard cannot be written from here.',
  windowFault: 'Something went wrong in this window.',
  branchNotKept: 'The branch is shown here but was not kept.',
  undo: 'Undo',
  resize: 'Width of the list of chats',
} as const

export const welcome = {
  title: 'What would you like to know?',
  subtitle: 'Small questions stay on small machines; hard ones go to the big one.',
  climate: 'What is the difference between weather and climate?',
  friendlier: 'Make this friendlier: “Send me the report today.”',
  hashMap: 'Explain how a hash map handles collisions, with a short example in Python.',
  booking:
    'Design a booking system that never sells a seat twice. Compare optimistic and pessimistic locking, and argue for one.',
  wouldAsk: 'Would be answered by the tier',
  noNode: 'No node is set up yet.',
  addNode: 'Add one',
  offline: 'No node is online right now.',
  lookAtNodes: 'Look at the nodes',
  noModel: 'No node has a model yet.',
  otherModel: 'The nodes that answer do not have the model they are set up with.',
  getModel: 'Get a model',
} as const

/** What is said to a screen reader while an answer comes. */
export const said = {
  generating: 'Generating',
  complete: 'Response complete',
  cancelled: 'Stopped',
  interrupted: 'Response interrupted',
} as const
