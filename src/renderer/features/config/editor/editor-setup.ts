import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, historyKeymap, indentLess, indentMore } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language'
import { lintGutter, nextDiagnostic, previousDiagnostic } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
  rectangularSelection,
} from '@codemirror/view'
import type { Translate } from '../../../../shared/texts/translator'
import { type CompletionOptions, completeConfig } from './complete-config'
import { conflictMarks } from './conflict-marks'
import { editorLook } from './editor-look'
import { editorPhrases } from './editor-phrases'
import { explainKey } from './explain-key'
import { maskChips } from './mask-chips'
import { overlayMarks } from './overlay-marks'

export interface EditorOptions extends CompletionOptions {
  /** Of the text, for screen readers. */
  label: string
  describedBy: string
  save(): void
  /** The focus went elsewhere. */
  left(): void
}

/** Everything about the text pane but the draft itself and its history. */
export function editorSetup({ label, describedBy, save, left, ...completion }: EditorOptions): Extension {
  const t: Translate = completion.t()
  const saved = () => {
    save()
    return true
  }
  return [
    lineNumbers(),
    highlightActiveLineGutter(),
    lintGutter(),
    foldGutter({ openText: '⌄', closedText: '›' }),
    highlightSpecialChars(),
    drawSelection(),
    dropCursor(),
    rectangularSelection(),
    indentOnInput(),
    indentUnit.of('  '),
    EditorState.tabSize.of(2),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    yaml(),
    autocompletion({ override: [completeConfig(completion)], icons: false }),
    explainKey(completion.schema, completion.t),
    conflictMarks(t),
    overlayMarks,
    maskChips({ label: t('config.hidden'), hint: t('config.secretHint') }),
    editorLook,
    placeholder(t('config.editor.empty')),
    EditorView.domEventHandlers({ blur: left }),
    EditorState.phrases.of(editorPhrases(t)),
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-describedby': describedBy,
      // Editable is reached by Tab anyway; said out loud, checkers know that what scrolls here can be scrolled by keys.
      tabindex: '0',
      spellcheck: 'false',
      autocorrect: 'off',
      autocapitalize: 'off',
    }),
    keymap.of([
      { key: 'Mod-s', preventDefault: true, run: saved },
      // Escape and then Tab leaves the editor, as the description says.
      { key: 'Tab', run: acceptCompletion },
      { key: 'Tab', run: indentMore, shift: indentLess },
      { key: 'F8', run: nextDiagnostic, shift: previousDiagnostic },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...defaultKeymap,
    ]),
  ]
}
