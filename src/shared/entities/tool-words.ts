import type { RunLimit, ToolCallRecord, ToolDecision, ToolRisk, UntrustedKind } from './agent'

/** How the window, the browser and the command line speak of tools, so that they say the same. */

const names: Readonly<Record<string, string>> = {
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
}

/** A tool's name in words; one that is not harombe's own as it is written, without its joints. */
export function toolTitle(tool: string): string {
  const known = Object.hasOwn(names, tool) ? names[tool] : undefined
  if (known !== undefined) return known
  const words = tool.replaceAll(/[_-]+/g, ' ').trim()
  return words === '' ? tool : words.charAt(0).toUpperCase() + words.slice(1)
}

/** What a call of it may do at worst. */
export const riskWords: Readonly<Record<ToolRisk, string>> = {
  none: 'computes',
  read: 'reads files',
  write: 'changes files',
  delete: 'deletes files',
  shell: 'runs a command',
  network: 'uses the network',
  mcp: 'uses a tool of an MCP server',
}

/** Where text comes from that may try to give the model orders. */
export const untrustedWords: Readonly<Record<UntrustedKind, string>> = {
  web: 'the web',
  file: 'a file outside the workspace',
  mcp: 'an MCP server',
  peer: 'another harombe',
  memory: 'another chat',
  attachment: 'an attached file',
}

/** How a call stands, in a word or two. */
export function callStateWord({
  state,
  decision,
  exitCode,
}: Pick<ToolCallRecord, 'state' | 'decision' | 'exitCode'>): string {
  switch (state) {
    case 'waiting':
      return 'Waits for you'
    case 'running':
      return 'Running'
    case 'done':
      return 'Done'
    case 'failed':
      return exitCode === undefined ? 'Failed' : `Failed, exit code ${exitCode}`
    case 'denied':
      if (decision === 'expired') return 'Nobody answered in time'
      return decision === 'nobody' ? 'Nobody was there to ask' : 'Denied'
    case 'refused':
      return 'Refused by a rule'
    case 'cancelled':
      return 'Stopped'
    case 'unknown':
      return 'May have run'
  }
}

/** What is to be said of a call beside its state; null where that says it all. */
export function callStateNote({
  state,
  decision,
}: Pick<ToolCallRecord, 'state' | 'decision'>): string | null {
  if (state === 'unknown')
    return 'harombe ended while this ran. It may have had its effect: check, then choose what to do.'
  if (state === 'refused') return 'A rule that no approval lifts does not allow this.'
  if (state === 'done' && decision === 'remembered') return 'Allowed earlier, for exactly this call.'
  return null
}

/** How it came to be run or not, for the audit. */
export const decisionWords: Readonly<Record<ToolDecision, string>> = {
  not_needed: 'needs no consent',
  approved: 'allowed',
  remembered: 'allowed earlier',
  denied: 'denied',
  expired: 'nobody answered in time',
  nobody: 'nobody was there to ask',
  refused: 'refused by a rule',
}

/** Which budget ended a run. */
export const limitWords: Readonly<Record<RunLimit, string>> = {
  steps: 'The most steps a run may take were taken; this was answered with what there was.',
  time: 'The time of a run was up; this was answered with what there was.',
  tokens: 'The tokens of a run were used up; this was answered with what there was.',
}
