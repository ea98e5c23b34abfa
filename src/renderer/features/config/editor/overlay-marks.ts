import { type Extension, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'
import { dataOf, offsetOf } from '../../../../shared/config/document/document-data'
import { parseYaml, problemAt } from '../../../../shared/config/document/parse-yaml'
import { isRecord } from '../../../../shared/record'
import type { Translate } from '../../../../shared/texts/translator'
import { rangeAt } from '../draft/check-draft'
import type { TextRange } from '../draft/draft-store'

export interface OverriddenPlace extends TextRange {
  overlay: string
}

/** Where values stand that an overlay replaces, in order; of several overlays the last is named: it wins. */
export function overriddenPlaces(
  text: string,
  overlays: readonly { name: string; overrides: readonly string[] }[],
): OverriddenPlace[] {
  if (overlays.every(({ overrides }) => overrides.length === 0)) return []
  const { document, problems } = parseYaml(text)
  if (problems.length > 0) return []
  const data = dataOf(document)
  const found = new Map<number, OverriddenPlace>()
  for (const { name, overrides } of overlays) {
    for (const path of overrides) {
      const keys = keysOf(path, data)
      if (keys === null) continue
      const { line, column } = problemAt(text, offsetOf(document, keys), '')
      const range = rangeAt(text, line, column)
      found.set(range.from, { ...range, overlay: name })
    }
  }
  return [...found.values()].toSorted((a, b) => a.from - b.from)
}

/** `cluster.nodes[gaming-pc].tier` with the index of the node; null where the text has no such value any more. */
function keysOf(path: string, data: unknown): (string | number)[] | null {
  const keys: (string | number)[] = []
  let value = data
  for (const [, entry, key = ''] of path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)) {
    if (entry === undefined) {
      if (!isRecord(value) || !Object.hasOwn(value, key)) return null
      keys.push(key)
      value = value[key]
    } else {
      const list: unknown[] = Array.isArray(value) ? value : []
      const named = list.findIndex(item => isRecord(item) && item.name === entry)
      const index = named === -1 && /^\d+$/.test(entry) ? Number(entry) : named
      if (index < 0 || index >= list.length) return null
      keys.push(index)
      value = list[index]
    }
  }
  return keys
}

/** As the form says it beside the field. */
class OverlayName extends WidgetType {
  constructor(
    readonly label: string,
    readonly hint: string,
  ) {
    super()
  }

  override eq(other: OverlayName): boolean {
    return other.label === this.label
  }

  override toDOM(): HTMLElement {
    const name = document.createElement('span')
    name.className = 'ml-3 rounded-xs bg-sunken px-1 font-sans text-muted text-xs'
    name.textContent = this.label
    name.title = this.hint
    return name
  }
}

const setMarks = StateEffect.define<DecorationSet>()
const overridden = Decoration.mark({ class: 'cm-overridden' })

/** Strikes out values that an overlay replaces, with its name behind their lines. */
export function markOverridden(view: EditorView, places: readonly OverriddenPlace[], t: Translate): void {
  const { doc } = view.state
  const marks = places.flatMap(({ from, to, overlay: name }) => {
    const widget = new OverlayName(
      t('config.form.source.overlay', { name }),
      t('config.form.source.overlayHint', { name }),
    )
    const behind = Decoration.widget({ widget, side: 1 }).range(doc.lineAt(from).to)
    return from < to ? [overridden.range(from, to), behind] : [behind]
  })
  view.dispatch({ effects: setMarks.of(Decoration.set(marks, true)) })
}

export const overlayMarks: Extension = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { effects, changes }) {
    const set = effects.find(effect => effect.is(setMarks))
    return set === undefined ? marks.map(changes) : set.value
  },
  provide: field => EditorView.decorations.from(field),
})
