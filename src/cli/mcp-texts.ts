import type { McpServerView } from '../shared/entities'
import { countText } from '../shared/sizes'
import { formatTable, withoutControls } from './output'

const stateWords: Record<McpServerView['state'], string> = {
  disabled: 'switched off',
  connecting: 'connecting',
  ready: 'ready',
  approval_needed: 'needs approval',
  failed: 'failed',
}

const changeWords: Record<McpServerView['tools'][number]['change'], string> = {
  new: 'new',
  changed: 'CHANGED since it was approved',
  same: 'as it was approved',
  gone: 'gone',
}

export function serverLines(servers: readonly McpServerView[]): string[] {
  const rows = servers.map(({ name, transport, state, tools, target }) => [
    name,
    transport,
    stateWords[state],
    String(tools.filter(({ change }) => change !== 'gone').length),
    target,
  ])
  return formatTable(['NAME', 'TRANSPORT', 'STATE', 'TOOLS', 'TARGET'], rows)
}

/** Everything a model would be told, word for word: it is this that is approved. */
export function approvalLines({ name, target, tools }: McpServerView): string[] {
  const present = tools.filter(({ change }) => change !== 'gone')
  return [
    `${name} runs: ${target}`,
    `It offers ${countText(present.length)} ${present.length === 1 ? 'tool' : 'tools'}. Models are told exactly this:`,
    ...tools.flatMap(({ name: tool, change, description, schema }) => [
      '',
      `── ${tool} (${changeWords[change]})`,
      ...(change === 'gone' ? [] : [description.text, '', schema.text]),
    ]),
    '',
  ].map(withoutControls)
}
