import { randomInt, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { systemClock } from '../shared/clock'
import type { Agent, AnswerSettings } from './agent/answer-events'
import { type ApprovalDesk, createApprovalDesk } from './agent/approvals/desk'
import { openRememberedApprovals, type RememberedApprovals } from './agent/approvals/remembered'
import { openAuditLog } from './agent/audit/audit-log'
import { createMemoryAudit } from './agent/audit/memory-audit'
import type { AuditLog } from './agent/audit/types'
import type { McpServers } from './agent/mcp/types'
import { createAgentRun } from './agent/run/agent-run'
import type { Fence } from './agent/run/fence'
import { createForesight } from './agent/run/foresight'
import { createDenyList } from './agent/tools/files/deny-list'
import { prepareWorkspace } from './agent/tools/files/workspace'
import { createToolRegistry, type ToolSource } from './agent/tools/registry'
import { createToolRunner } from './agent/tools/tool-runner'
import type { ToolRegistry } from './agent/tools/types'
import { expandHome } from './config/data-directory'
import type { ClusterManager } from './coordination/cluster-manager'
import type { CompositionOptions } from './coordinator-options'
import { createOwnMcpServers } from './own-mcp-servers'
import { createOwnShell, type OwnShell, placesOf } from './own-shell'
import { createOwnTools, denyListOf, type OwnToolParts } from './own-tools'

/** What answers with tools are made with, and what people see and decide of it. */
export interface AgentComposition {
  agent: Agent
  settings(): AnswerSettings
  registry: ToolRegistry
  desk: ApprovalDesk
  remembered: RememberedApprovals
  audit: AuditLog
  /** As it stands in harombe.yaml, `~` written out. */
  workspace(): string
  sandbox: OwnShell['sandbox']
  mcp: McpServers
  stop(): Promise<void>
}

export interface AgentParts extends Pick<OwnToolParts, 'hardware' | 'recall' | 'embed'> {
  manager: Pick<ClusterManager, 'execute' | 'complete' | 'embed' | 'explain' | 'models' | 'recheck' | 'view'>
  /** Resolves when it is known what the models of the nodes can. */
  learnModels(signal: AbortSignal): Promise<void>
  fence: Fence
  /** Whether that node is another harombe. */
  isPeer(node: string): boolean
  /** @throws HarombeError when there is no such secret */
  resolveSecret(value: string): string
}

const callAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Nine letters and digits: the templates of Mistral's models take no other form. */
const createCallId = (): string =>
  Array.from({ length: 9 }, () => callAlphabet[randomInt(callAlphabet.length)]).join('')

/** A quarter of the context at most, and half of what the history may take: who keeps prompts short means all of them. */
const toolTokensFor = (contextTokens: number, historyTokens: number): number =>
  Math.floor(Math.min(contextTokens / 4, historyTokens / 2))

/** Layer 4: a command that runs without a coordinator leaves no trace of it. */
export function composeAgent(
  options: CompositionOptions,
  { manager, fence, isPeer, resolveSecret, learnModels, hardware, recall, embed }: AgentParts,
): AgentComposition {
  const { configFile, dataDirectory } = options
  const config = () => configFile.current()
  const ownsData = options.mode === 'serve'
  const report = (error: unknown) => void options.reportUnknown(error, 'agent')
  const workspace = () => expandHome(config().tools.workspace)

  const desk = createApprovalDesk(systemClock)
  const audit = ownsData
    ? openAuditLog({ path: join(dataDirectory, 'audit.jsonl'), now: Date.now })
    : createMemoryAudit(Date.now)
  const remembered = openRememberedApprovals({
    path: ownsData ? join(dataDirectory, 'approvals.json') : null,
    clock: systemClock,
    createId: randomUUID,
    report,
  })
  const denied = denyListOf(options)
  const denyList = createDenyList(denied)
  const builtIn = createOwnTools(options, { manager, hardware, recall, embed, resolveSecret })
  const shell = createOwnShell({
    settings: () => config().tools,
    denyList,
    ownPlaces: placesOf(denied.own),
    workspace,
  })
  const mcp = createOwnMcpServers(options, { resolveSecret, audit, createCallId, report })
  const sources: readonly ToolSource[] = [() => [shell.tool, ...builtIn], mcp.tools]
  const registry = createToolRegistry(sources)
  const runner = createToolRunner({
    registry,
    desk,
    remembered,
    audit,
    workspace: () => prepareWorkspace(config().tools.workspace),
    clock: systemClock,
    createId: randomUUID,
    report,
  })

  const run = createAgentRun({
    cluster: manager,
    tools: registry,
    runner,
    foresight: createForesight(manager, systemClock, learnModels),
    isPeer,
    fence,
    clock: systemClock,
    createCallId,
  })

  return {
    agent: {
      async *run(request, signal) {
        await mcp.settled(signal)
        return yield* run(request, signal)
      },
      tools: registry,
      fence,
    },
    settings() {
      const { agent, cluster, memory, model } = config()
      return {
        systemPrompt: agent.system_prompt,
        maxHistoryTokens: memory.max_history_tokens,
        temperature: model.temperature,
        continueAnswers: cluster.routing.continue_answers,
        limits: {
          maxSteps: agent.max_steps,
          maxSeconds: agent.max_seconds,
          maxTokens: agent.max_tokens,
          contextTokens: model.context_length,
          toolTokens: toolTokensFor(model.context_length, memory.max_history_tokens),
        },
      }
    },
    registry,
    desk,
    remembered,
    audit,
    workspace,
    sandbox: shell.sandbox,
    mcp,
    async stop() {
      desk.stop()
      await mcp.stop()
      await audit.close()
    },
  }
}
