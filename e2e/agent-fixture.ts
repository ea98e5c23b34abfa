import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { callStateWord, toolTitle } from '../src/shared/entities/tool-words'
import { english } from '../src/shared/texts/english'
import { answersOf } from './app'
import { projectRoot, startTestCluster, type TestCluster } from './cluster-fixture'

const run = join(projectRoot, 'e2e', 'fixtures', 'agent-run')

/** The script that window, command line and contract are held to. */
export const goldenScript = join(run, 'script.yaml')
export const goldenTranscript = () => readFile(join(run, 'transcript.txt'), 'utf8')

export interface AgentCluster extends TestCluster {
  /** A file of the folder in which its tools work. */
  read(name: string): Promise<string>
}

/** Machines that all answer by one script, and a workspace that holds what it is about. */
export async function startAgentCluster(script: string, names = ['mini']): Promise<AgentCluster> {
  const cluster = await startTestCluster(
    names.map((name, tier) => ({ name, tier, tokensPerSecond: 400, script })),
  )
  // Not in the data directory: no tool may look into that.
  const workspace = await mkdtemp(join(tmpdir(), 'harombe-work-'))
  await cp(join(run, 'workspace'), workspace, { recursive: true })
  const config = join(cluster.home, 'harombe.yaml')
  await writeFile(
    config,
    `${await readFile(config, 'utf8')}tools:\n  workspace: ${JSON.stringify(workspace)}\n`,
  )
  return {
    ...cluster,
    read: name => readFile(join(workspace, name), 'utf8'),
    async stop() {
      await cluster.stop()
      await rm(workspace, { recursive: true, force: true })
    },
  }
}

/** A script of its own beside the data of a cluster that is not started yet. */
export async function writeScript(folder: string, turns: readonly unknown[]): Promise<string> {
  const path = join(folder, 'script.json')
  await writeFile(path, JSON.stringify({ turns }))
  return path
}

/** The call that waits for a person, with its buttons. */
export const cardOf = (page: Page): Locator => page.locator('[data-approval]')

interface SeenCall {
  title: string
  state: string
  arguments: string[]
  result: string
}

interface SeenStep {
  text: string
  calls: SeenCall[]
}

/** What the golden transcript says, in the words of the page. */
export function readTranscript(transcript: string): { steps: SeenStep[]; answer: string } {
  const parts = transcript.trim().split('\n\n')
  const steps: SeenStep[] = []
  let answer = ''
  for (const part of parts) {
    const [text = '', ...rest] = part.split('\n')
    if (rest.length === 0) {
      answer = text
      continue
    }
    steps.push({ text, calls: readCalls(rest) })
  }
  return { steps, answer }
}

function readCalls(lines: readonly string[]): SeenCall[] {
  const calls: SeenCall[] = []
  for (const line of lines) {
    const head = /^ {2}(\w+) (\{.*\})$/.exec(line)
    const outcome = /^ {2}(\w+)(?:, (\w+))?:$/.exec(line)
    const call = calls.at(-1)
    if (head?.[1] !== undefined && head[2] !== undefined) {
      const given: Record<string, unknown> = JSON.parse(head[2])
      calls.push({
        title: toolTitle(head[1], english),
        state: '',
        arguments: Object.values(given).map(value => String(value).trim()),
        result: '',
      })
    } else if (call === undefined) throw new Error(`not a transcript: ${line}`)
    else if (outcome !== null) call.state = callStateWord(outcomeOf(outcome[1], outcome[2]), english)
    else call.result += `${line.slice(4)}\n`
  }
  return calls.map(call => ({ ...call, result: call.result.trim() }))
}

type Outcome = Parameters<typeof callStateWord>[0]

function outcomeOf(state: string | undefined, decision: string | undefined): Outcome {
  return { state, decision } as Outcome
}

/** What the page shows of the last answer's run, every call opened. */
export async function seenRun(page: Page): Promise<SeenStep[]> {
  const answer = answersOf(page).last()
  const fold = answer.getByRole('button', { name: /^\d+ steps?, / })
  if ((await fold.count()) > 0 && (await fold.getAttribute('aria-expanded')) === 'false') await fold.click()
  const steps = answer.locator('[data-step]')
  const seen: SeenStep[] = []
  for (const step of await steps.all()) {
    const calls: SeenCall[] = []
    for (const row of await step.locator('[data-call]').all()) {
      const button = row.locator('[aria-expanded]')
      if ((await button.getAttribute('aria-expanded')) === 'false') await button.click()
      const given = await row.locator('dd').allInnerTexts()
      calls.push({
        title: await row.locator('[data-title]').innerText(),
        state: await row.locator('[data-call-state]').innerText(),
        arguments: given.map(text => text.trim()),
        result: (await row.getByRole('figure', { name: 'Result' }).innerText()).trim(),
      })
    }
    seen.push({ text: (await step.locator('.markdown').first().innerText()).trim(), calls })
  }
  return seen
}
