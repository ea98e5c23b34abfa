import type { McpServerView, ShownText } from '../../../shared/entities'
import { makeVisible } from '../approvals/shown-text'
import { isApproved, type Pin } from './pins'
import type { ServerConnection } from './server-connection'
import type { ToolListing } from './types'

/** Whole, since it is this that is approved; what a server may say of a tool is bounded. */
const show = (text: string): ShownText => ({
  text: makeVisible(text),
  bytes: Buffer.byteLength(text),
  isCut: false,
})

type ViewedTool = McpServerView['tools'][number]

function viewedTools(listing: ToolListing, pin: Pin | null): ViewedTool[] {
  const approved = new Map(pin?.tools ?? [])
  const present = listing.tools.map((tool): ViewedTool => {
    const before = approved.get(tool.name)
    return {
      name: tool.name,
      description: show(tool.description),
      schema: show(JSON.stringify(tool.inputSchema, null, 2)),
      change: before === undefined ? 'new' : before === tool.digest ? 'same' : 'changed',
    }
  })
  const names = new Set(listing.tools.map(({ name }) => name))
  const gone = [...approved.keys()]
    .filter(name => !names.has(name))
    .map((name): ViewedTool => ({ name, description: show(''), schema: show(''), change: 'gone' }))
  return [...present, ...gone]
}

/** Why its tools are not offered, to a person. */
function approvalProblem(pin: Pin | null, { spec }: ServerConnection): string {
  if (pin === null) return 'Nobody has looked at what this server offers yet.'
  return pin.target === spec.targetDigest
    ? 'What this server offers is not what was approved.'
    : 'This is another program or address than the one that was approved.'
}

export function viewOf(connection: ServerConnection, pin: Pin | null): McpServerView {
  const { spec } = connection
  const current = connection.state()
  const listing = connection.listing()
  const base = {
    name: spec.name,
    transport: spec.address.kind,
    target: spec.target,
    digest: listing?.digest ?? null,
    tools: listing === null ? [] : viewedTools(listing, pin),
  }
  if (!spec.enabled) return { ...base, state: 'disabled', problem: null }
  switch (current.state) {
    case 'idle':
    case 'connecting':
      return { ...base, state: 'connecting', problem: current.problem }
    case 'failed':
      return { ...base, state: 'failed', problem: current.problem }
    case 'ready':
      return isApproved(pin, spec, current.listing)
        ? { ...base, state: 'ready', problem: null }
        : { ...base, state: 'approval_needed', problem: approvalProblem(pin, connection) }
  }
}
