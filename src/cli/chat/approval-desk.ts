import type { ApprovalRequest, ToolCallRecord } from '../../shared/entities'
import { callStateWord } from '../../shared/entities/tool-words'
import { hasCode } from '../../shared/errors'
import { english } from '../../shared/texts/english'
import { reportError, type Terminal } from '../output'
import { approvalLines, approvalPrompt } from './approval-text'
import { readDecision } from './decision'
import type { Questioner } from './keyboard'

/** What the desk needs of the coordinator. */
export interface ApprovalClient {
  decide(
    request: Pick<ApprovalRequest, 'id' | 'digest'>,
    decision: { approve: boolean; remember: boolean; note?: string | undefined },
  ): Promise<void>
}

export interface ApprovalDesk {
  /** Told of every state of every call of the answer; asks where one waits, and stops asking when it waits no longer. */
  call(call: ToolCallRecord): void
  /** Asks nothing any more. */
  close(): void
}

interface Asked {
  request: ApprovalRequest
  abort: AbortController
  /** Monotonic, milliseconds. */
  until: number
}

/** Asks a person on a terminal about the calls of one answer, one at a time. */
export function createApprovalDesk(options: {
  terminal: Terminal
  questioner: Questioner
  client: ApprovalClient
  /** Monotonic, milliseconds. */
  now(): number
}): ApprovalDesk {
  const { terminal, questioner, client, now } = options
  const asked = new Map<string, Asked>()
  let turn = Promise.resolve()

  async function decide(each: Asked, line: string | null): Promise<boolean> {
    const { request } = each
    const decision = readDecision(line, request.canRemember)
    switch (decision.kind) {
      case 'view':
        for (const shown of approvalLines(request, terminal, { isWhole: true })) terminal.note(shown)
        return false
      case 'unclear':
        terminal.note(terminal.dim('  Write y or n; "n" with some words tells the model why.'))
        return false
      case 'approve':
        await client.decide(request, { approve: true, remember: decision.remember })
        return true
      case 'deny':
        await client.decide(request, { approve: false, remember: false, note: decision.note })
        return true
    }
  }

  async function ask(each: Asked): Promise<void> {
    const { request, abort, until } = each
    if (abort.signal.aborted) return
    terminal.status('')
    for (const line of approvalLines(request, terminal, { isWhole: false })) terminal.note(line)
    while (!abort.signal.aborted) {
      const prompt = approvalPrompt({ ...request, remainingMs: until - now() })
      const line = await questioner.question(prompt, abort.signal)
      if (abort.signal.aborted) return
      try {
        if (await decide(each, line)) return
      } catch (error) {
        // Somebody else was faster, or it has expired: the record says how it ended.
        if (!hasCode(error, 'NOT_FOUND')) reportError(terminal, error)
        return
      }
    }
  }

  return {
    call(call) {
      const { approval, id, state } = call
      const known = asked.get(id)
      if (state === 'waiting' && approval !== undefined) {
        // Asked once more with another text when what would run has changed.
        if (known?.request.id === approval.id) return
        known?.abort.abort()
        const each = { request: approval, abort: new AbortController(), until: now() + approval.remainingMs }
        asked.set(id, each)
        turn = turn.then(() => ask(each))
        return
      }
      if (known === undefined) return
      asked.delete(id)
      if (known.abort.signal.aborted) return
      known.abort.abort()
      if (call.decision === 'expired') terminal.note(terminal.dim(`  ${callStateWord(call, english)}`))
    },
    close() {
      for (const { abort } of asked.values()) abort.abort()
      asked.clear()
    },
  }
}
