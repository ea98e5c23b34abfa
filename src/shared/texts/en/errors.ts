/** What happened and what to do, by the code of an error. */
export const errors = {
  NO_NODE_AVAILABLE: {
    title: 'No node could take this question',
    hint: 'At least one node must be switched on and enabled. If there is none, add one, or start the demo.',
  },
  TIER_UNAVAILABLE: {
    title: 'No node of this tier is available',
    hint: 'Choose Auto, or another tier, and try again.',
  },
  NOT_SUPPORTED: {
    title: 'No node can do what this asks for',
    hint: 'Pull a model that can, or choose another node or model.',
  },
  ALL_NODES_FAILED: {
    title: 'Every node that was tried failed',
    hint: '“Why this node?” below lists what each of them said.',
  },
  NODE_UNREACHABLE: { title: 'The node cannot be reached', hint: 'It may be asleep or off the network.' },
  NODE_BUSY: { title: 'The node is busy', hint: 'Try again in a moment.' },
  NODE_LOADING: { title: 'The node is still loading its model', hint: 'Try again in a moment.' },
  MODEL_MISSING: { title: 'This model is not there', hint: 'Pull it on a node, or choose another model.' },
  CONTEXT_TOO_LONG: {
    title: 'This conversation is too long for the model',
    hint: 'Ask in a new chat, or choose a node with a larger context.',
  },
  NODE_REFUSED: { title: 'The node refused the request', hint: 'Its own log says more.' },
  MALFORMED_RESPONSE: {
    title: 'The node answered something unreadable',
    hint: 'It may run another kind of server.',
  },
  STREAM_CUT_OFF: { title: 'The answer was cut off', hint: 'The connection to the node broke. Try again.' },
  NODE_ERROR: { title: 'The node reported an error', hint: 'Try again, or choose another node.' },
  TIMEOUT: { title: 'The node took too long', hint: 'Try again, or choose a smaller tier.' },
  INTERRUPTED: {
    title: 'harombe was closed while this was written',
    hint: 'Try again to get a whole answer.',
  },
  DISCONNECTED: {
    title: 'The connection to the coordinator was lost',
    hint: 'It is being restored; try again then.',
  },
  STORAGE_FAILED: { title: 'The chat could not be saved', hint: 'Check that the disk is not full.' },
  RATE_LIMITED: { title: 'Too many requests at once', hint: 'Try again in a moment.' },
  PAYLOAD_TOO_LARGE: { title: 'The message is too long', hint: 'Send it in parts.' },
  BAD_REQUEST: { title: 'The request was not accepted', hint: 'Change the message and try again.' },
  NOT_FOUND: { title: 'This no longer exists', hint: 'It was deleted, perhaps in another window.' },
  FORBIDDEN: { title: 'This window may not do that', hint: 'Sign in again with a new link.' },
  INTERNAL: { title: 'Something went wrong inside harombe', hint: 'The log has the details.' },
  UNAUTHENTICATED: { title: 'You are not signed in', hint: 'Open harombe with a new link.' },
  CONFLICT: { title: 'This has changed in the meantime', hint: 'Look at it again, then try again.' },
  KEY_REUSED: { title: 'This was sent before as something else', hint: 'Try again.' },
  UNSUPPORTED_MEDIA_TYPE: {
    title: 'This kind of file is not read',
    hint: 'Save it as another kind and try again.',
  },
  CONFIG_INVALID: { title: 'The configuration has a mistake', hint: 'Correct it under Config.' },
  CANCELLED: { title: 'This was stopped', hint: 'Try again.' },
  LOCKED: { title: 'Another harombe has this open', hint: 'Quit it, then try again.' },
} as const
