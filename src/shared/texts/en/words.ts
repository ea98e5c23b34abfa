/** How the window, the browser, the command line and the API speak of the same things, so that they say the same. */
export const words = {
  /** A guess is said in whole seconds or minutes: more would only pretend. */
  about: { seconds: '{{count}} s', minutes: '{{count}} min' },
  ago: {
    never: 'never',
    now: 'just now',
    seconds: '{{count}} s ago',
    minutes: '{{count}} min ago',
    hours: '{{count}} h ago',
    days: '{{count}} days ago',
  },
  callNote: {
    refused: 'A rule that no approval lifts does not allow this.',
    remembered: 'Allowed earlier, for exactly this call.',
    unknown: 'harombe ended while this ran. It may have had its effect: check, then choose what to do.',
  },
  /** How a call stands, in a word or two. */
  callState: {
    waiting: 'Waits for you',
    running: 'Running',
    done: 'Done',
    failed: 'Failed',
    failedWithCode: 'Failed, exit code {{code}}',
    denied: 'Denied',
    expired: 'Nobody answered in time',
    nobody: 'Nobody was there to ask',
    refused: 'Refused by a rule',
    cancelled: 'Stopped',
    unknown: 'May have run',
  },
  /** How it came to be run or not, for the audit. */
  decision: {
    not_needed: 'needs no consent',
    approved: 'allowed',
    remembered: 'allowed earlier',
    denied: 'denied',
    expired: 'nobody answered in time',
    nobody: 'nobody was there to ask',
    refused: 'refused by a rule',
  },
  /** One line for a node that failed, and who went on. */
  failover: {
    awayNobody: '{{node}} went away, nobody could continue',
    silentNobody: '{{node}} did not answer, nobody else could',
    cameBack: '{{node}} went away, came back and went on from there',
    wentOn: '{{node}} went away, {{next}} went on from there',
    startedAgain: '{{node}} went away and started again',
    continuing: '{{node}} went away, continuing on {{next}}',
    tookOver: '{{node}} did not answer, {{next}} took over',
  },
  /** Whether a model fits, in a few words. */
  fit: {
    gpu: 'fits the GPU',
    partly_gpu: 'partly in main memory',
    memory: 'in main memory',
    too_large: 'too large',
    unknown: 'fit unknown',
  },
  /** What was learnt from the user, as one sentence. */
  learnt: {
    above: 'Learnt from you: it goes above {{fast}} {{above}}.',
    powerful: 'Learnt from you: it goes to {{powerful}} {{toPowerful}}.',
    both: 'Learnt from you: it goes above {{fast}} {{above}}, and goes to {{powerful}} {{toPowerful}}.',
    muchSooner: 'much sooner',
    sooner: 'sooner',
    littleSooner: 'a little sooner',
    littleLater: 'a little later',
    later: 'later',
    muchLater: 'much later',
  },
  /** Which budget ended a run. */
  limit: {
    steps: 'The most steps a run may take were taken; this was answered with what there was.',
    time: 'The time of a run was up; this was answered with what there was.',
    tokens: 'The tokens of a run were used up; this was answered with what there was.',
  },
  nodeStatus: {
    answering: 'Answering',
    disabled: 'Disabled',
    draining: 'Draining',
    failing: 'Failing',
    model_missing: 'Model missing',
    offline: 'Offline',
    online: 'Online',
    unknown: 'Checking',
  },
  part: '{{part}} of {{whole}}',
  preference: { eco: 'Eco', balanced: 'Balanced', quality: 'Quality' },
  /** What each preference does, to stand below the choice. */
  preferenceHint: {
    eco: 'Stays small unless it clearly needs more.',
    balanced: 'Weighs speed and quality alike.',
    quality: 'Goes larger at the first doubt.',
  },
  preferenceWeighed: {
    eco: 'Preference Eco: stays small unless it clearly needs more.',
    balanced: 'Preference Balanced: weighs speed and quality alike.',
    quality: 'Preference Quality: goes larger at the first doubt.',
  },
  /** What the question by itself is read as, where it did not decide. */
  readsAs: {
    simple: 'By itself it reads as a simple question.',
    moderate: 'By itself it reads as a moderate question.',
    complex: 'By itself it reads as a complex question.',
  },
  /** What a call of a tool may do at worst. */
  risk: {
    none: 'computes',
    read: 'reads files',
    write: 'changes files',
    delete: 'deletes files',
    shell: 'runs a command',
    network: 'uses the network',
    mcp: 'uses a tool of an MCP server',
  },
  /** What a user did, to stand behind how often. */
  signal: {
    redo_bigger: 'redone on a larger node',
    redo_smaller: 'redone on a smaller node',
    forced: 'sent to a tier by you',
    escalation_taken: 'larger node taken when offered',
    escalation_ignored: 'larger node not wanted when offered',
    thumb_up: 'good answers',
    thumb_down: 'bad answers',
  },
  /** What a waiting user is told, in the order it happens. */
  stage: {
    choosing: 'Choosing a node',
    goingOn: 'Going on with {{node}}',
    queued: 'Waiting for a free place',
    queuedAbout: 'Waiting for a free place, about {{time}}',
    next: 'Next in line',
    nextAbout: 'Next in line, about {{time}}',
    inLine: 'In line, {{ahead}} ahead',
    inLineAbout: 'In line, {{ahead}} ahead, about {{time}}',
    waiting: 'No node can answer now. Waiting for one to come back',
    waitingAtMost: 'No node can answer now. Waiting for one to come back, up to {{time}}',
    connecting: 'Connecting',
    connectingTo: 'Connecting to {{node}}',
    loading: 'Loading the model',
    loadingAbout: 'Loading the model, takes about {{time}}',
    loadingOn: 'Loading the model on {{node}}',
    loadingOnAbout: 'Loading the model on {{node}}, takes about {{time}}',
    reading: 'Reading',
    readingOn: 'Reading on {{node}}',
    writing: 'Writing',
    writingOn: 'Writing on {{node}}',
  },
  tier: { fast: 'Fast', balanced: 'Balanced', powerful: 'Powerful' },
  /** harombe's own tools; others are called as their server calls them. */
  tool: {
    shell: 'Run a command',
    read_file: 'Read a file',
    write_file: 'Write a file',
    edit_file: 'Change a file',
    delete_file: 'Delete a file',
    list_files: 'List files',
    search_files: 'Search files',
    web_search: 'Search the web',
    web_fetch: 'Read a web page',
    calculator: 'Calculate',
    date_time: 'Look at the clock',
    system_info: 'Look at this machine',
    search_memory: 'Search earlier chats',
    ask_node: 'Ask another node',
  },
  /** Where text comes from that may try to give the model orders. */
  untrusted: {
    web: 'the web',
    file: 'a file outside the workspace',
    mcp: 'an MCP server',
    peer: 'another harombe',
    memory: 'another chat',
    attachment: 'an attached file',
  },
  /** What the question by itself is read as, where that chose the tier. */
  wants: {
    simple: 'Read as a simple question, which wants {{tier}}.',
    moderate: 'Read as a moderate question, which wants {{tier}}.',
    complex: 'Read as a complex question, which wants {{tier}}.',
  },
} as const
