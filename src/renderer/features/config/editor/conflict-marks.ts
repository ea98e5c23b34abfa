import { type EditorState, type Extension, type Range, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'
import type { Translate } from '../../../../shared/texts/translator'
import { type ConflictBlock, conflictBlocks } from '../draft/conflict-blocks'

type Choice = 'mine' | 'theirs' | 'both'
const choices: readonly Choice[] = ['mine', 'theirs', 'both']

function settle(view: EditorView, from: number, choice: Choice): void {
  // As it is by now: its inside may have been edited since the buttons were drawn.
  const block = conflictBlocks(view.state.doc.toString()).find(candidate => candidate.from === from)
  if (block === undefined) return
  const part = (side: 'mine' | 'theirs') => view.state.sliceDoc(block[side].from, block[side].to)
  const insert = choice === 'both' ? part('mine') + part('theirs') : part(choice)
  view.dispatch({
    changes: { from: block.from, to: block.to, insert },
    selection: { anchor: block.from },
    userEvent: 'input.conflict',
    scrollIntoView: true,
  })
  view.focus()
}

/** Three buttons above a conflict. */
class ChoiceBar extends WidgetType {
  constructor(
    readonly block: ConflictBlock,
    readonly t: Translate,
  ) {
    super()
  }

  override eq({ block }: ChoiceBar): boolean {
    return block.from === this.block.from && block.to === this.block.to
  }

  override toDOM(view: EditorView): HTMLElement {
    const bar = document.createElement('div')
    bar.className = 'flex flex-wrap items-center gap-x-3 gap-y-1 bg-sunken px-2 py-1 font-sans text-xs'
    bar.setAttribute('role', 'group')
    bar.setAttribute('aria-label', this.t('config.editor.conflict.place', { line: this.block.line }))
    for (const choice of choices) {
      const button = document.createElement('button')
      button.type = 'button'
      button.className =
        'focus-ring rounded-xs text-accent underline-offset-3 hover:underline pointer-coarse:min-h-10'
      button.textContent = this.t(`config.editor.conflict.keep.${choice}`)
      button.addEventListener('click', () => settle(view, this.block.from, choice))
      bar.append(button)
    }
    return bar
  }

  override ignoreEvent(): boolean {
    return true
  }
}

const mineLine = Decoration.line({ class: 'cm-conflict-mine' })
const theirsLine = Decoration.line({ class: 'cm-conflict-theirs' })
const markLine = Decoration.line({ class: 'cm-conflict-mark' })

function decorate(state: EditorState, t: Translate): DecorationSet {
  const marks = conflictBlocks(state.doc.toString()).flatMap((block): Range<Decoration>[] => {
    const bar = Decoration.widget({ widget: new ChoiceBar(block, t), block: true, side: -1 })
    const found = [bar.range(block.from)]
    for (let at = block.from; at < block.to; ) {
      const line = state.doc.lineAt(at)
      const isIn = (side: 'mine' | 'theirs') => at >= block[side].from && at < block[side].to
      found.push((isIn('mine') ? mineLine : isIn('theirs') ? theirsLine : markLine).range(line.from))
      at = line.to + 1
    }
    return found
  })
  return Decoration.set(marks, true)
}

/** Shows what merging left undecided, with what can be kept of it. */
export function conflictMarks(t: Translate): Extension {
  return StateField.define<DecorationSet>({
    create: state => decorate(state, t),
    update: (marks, { docChanged, state }) => (docChanged ? decorate(state, t) : marks),
    provide: field => EditorView.decorations.from(field),
  })
}
