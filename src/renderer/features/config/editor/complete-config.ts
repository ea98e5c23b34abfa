import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  pickedCompletion,
  startCompletion,
} from '@codemirror/autocomplete'
import type { EditorView } from '@codemirror/view'
import { tierName } from '../../../../shared/entities/tier-words'
import type { Translate } from '../../../../shared/texts/translator'
import { type SchemaNode, schemaAt } from './schema-tree'
import { schemaWords, schemaWordsElement } from './schema-words'
import { type YamlPlace, yamlPlace } from './yaml-place'

/** Names that the schema cannot know. */
export interface KnownNames {
  nodes: readonly string[]
  models: readonly string[]
  variables: readonly string[]
}

export interface CompletionOptions {
  schema: SchemaNode
  names(): KnownNames
  t(): Translate
}

/** Keys that are not there yet, and values: what the schema allows, tiers, nodes, models, references. */
export function completeConfig({ schema, names, t }: CompletionOptions): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const text = context.state.doc.toString()
    const place = yamlPlace(text, context.pos)
    if (place === null) return null
    // While nothing is typed only when asked for: a list at every new line is in the way.
    if (place.kind === 'key' && place.typed === '' && !context.explicit) return null
    const node = schemaAt(schema, place.path)
    if (node === null) return null
    const isEntry = place.kind === 'key' && node.kind !== 'map'
    const options =
      place.kind === 'key' && !isEntry
        ? keyOptions(node, place, t())
        : valueOptions(node, place, names(), t())
    return options.length === 0 ? null : { from: place.from, options, validFor: /^[^\s#,[\]{}]*$/ }
  }
}

function keyOptions(node: SchemaNode, place: YamlPlace, t: Translate): Completion[] {
  return node.keys.flatMap((key, index) => {
    const child = node.child(key)
    if (child === null || place.siblings.has(key)) return []
    const words = schemaWords(key, child, t)
    return [
      {
        label: key,
        type: 'property',
        boost: -index / 10,
        // Without a word about it there is nothing to open beside it.
        ...(words.text === null && words.facts.length === 0
          ? {}
          : { info: () => schemaWordsElement(words, false) }),
        apply: applyKey(key, child, place.column),
      },
    ]
  })
}

/** With what the value begins with; where there is a choice, it is offered at once. */
function applyKey(key: string, child: SchemaNode, column: number): ApplyCompletion {
  return (view: EditorView, completion: Completion, from: number, to: number) => {
    const indent = ' '.repeat(column + 2)
    const rest = child.kind === 'scalar' ? ': ' : child.kind === 'map' ? `:\n${indent}` : `:\n${indent}- `
    const behind = view.state.sliceDoc(to, view.state.doc.lineAt(to).to)
    // The key of a line that has its value already.
    const insert = /^\s*:/.test(behind) ? key : `${key}${rest}`
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length },
      annotations: pickedCompletion.of(completion),
      userEvent: 'input.complete',
      scrollIntoView: true,
    })
    startCompletion(view)
  }
}

type ApplyCompletion = (view: EditorView, completion: Completion, from: number, to: number) => void

const modelKeys = new Set(['model', 'models'])
const secretKeys = /(?:^|_)(?:token|api_key)$/

function valueOptions(node: SchemaNode, place: YamlPlace, names: KnownNames, t: Translate): Completion[] {
  const keys = place.path.filter(key => key !== 0)
  const [last, above] = [keys.at(-1) ?? '', keys.at(-2) ?? '']
  const options: Completion[] = node.values.map((value, index) => ({
    label: String(value),
    type: 'enum',
    boost: 10 - index / 10,
    ...(value === node.default ? { detail: t('config.editor.isDefault') } : {}),
    ...(last === 'tier' || last === 'tiers' ? tierDetail(value, t) : {}),
  }))
  const isModel = modelKeys.has(last) || (last === 'name' && (above === 'models' || keys[0] === 'model'))
  if (isModel) options.push(...names.models.map(label => ({ label, type: 'constant' })))
  if (last === 'nodes' && keys.length > 2) {
    options.push(...names.nodes.map(label => ({ label, type: 'variable' })))
  }
  if (secretKeys.test(last)) {
    options.push(
      {
        label: '${secret:}',
        type: 'text',
        detail: t('config.editor.secretReference'),
        apply: applyReference('secret'),
      },
      {
        label: '${env:}',
        type: 'text',
        detail: t('config.editor.environment'),
        apply: applyReference('env'),
      },
    )
  }
  if (node.kind === 'scalar' && place.typed.startsWith('$')) {
    options.push(
      ...names.variables.map(name => ({
        label: `\${var:${name}}`,
        type: 'variable',
        detail: t('config.editor.variable'),
      })),
    )
  }
  return options
}

function tierDetail(value: unknown, t: Translate): Pick<Completion, 'detail'> {
  return value === 0 || value === 1 || value === 2 ? { detail: tierName(value, t) } : {}
}

/** Leaves the cursor where the name goes. */
function applyReference(kind: 'secret' | 'env'): ApplyCompletion {
  return (view, completion, from, to) => {
    const insert = `\${${kind}:}`
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length - 1 },
      annotations: pickedCompletion.of(completion),
      userEvent: 'input.complete',
    })
  }
}
