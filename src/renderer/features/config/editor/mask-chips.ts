import { type Extension, RangeSet } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  EditorView,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view'

class MaskChip extends WidgetType {
  constructor(
    readonly mask: string,
    readonly words: { label: string; hint: string },
  ) {
    super()
  }

  override eq(other: MaskChip): boolean {
    return other.mask === this.mask && other.words.label === this.words.label
  }

  override toDOM(): HTMLElement {
    const chip = document.createElement('span')
    chip.className = 'rounded-xs bg-hover px-1 text-muted italic'
    chip.textContent = this.words.label
    chip.title = this.words.hint
    return chip
  }

  override ignoreEvent(): boolean {
    return false
  }
}

/** Shows what stands for a hidden secret as one thing: the cursor passes over it, and deleting takes all of it. */
export function maskChips(words: { label: string; hint: string }): Extension {
  const matcher = new MatchDecorator({
    // The quotes are of the mask: what it hides brings its own.
    regexp: /(["']?)\[redacted(?::[0-9a-f]{8})?\]\1/g,
    decoration: ([mask]) => Decoration.replace({ widget: new MaskChip(mask, words) }),
  })
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet
      constructor(view: EditorView) {
        this.decorations = matcher.createDeco(view)
      }
      update(update: ViewUpdate) {
        this.decorations = matcher.updateDeco(update, this.decorations)
      }
    },
    {
      decorations: plugin => plugin.decorations,
      provide: plugin =>
        EditorView.atomicRanges.of(view => view.plugin(plugin)?.decorations ?? RangeSet.empty),
    },
  )
}
