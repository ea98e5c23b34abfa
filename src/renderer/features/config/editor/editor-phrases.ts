import type { Translate } from '../../../../shared/texts/translator'

/** The editor's own words, by its English ones. */
export function editorPhrases(t: Translate): Record<string, string> {
  const word = (key: EditorWord) => t(`config.editor.words.${key}`)
  return {
    Find: word('find'),
    Replace: word('replaceWith'),
    next: word('next'),
    previous: word('previous'),
    all: word('all'),
    'match case': word('matchCase'),
    regexp: word('regexp'),
    'by word': word('byWord'),
    replace: word('replace'),
    'replace all': word('replaceAll'),
    close: word('close'),
    'current match': word('currentMatch'),
    'replaced $ matches': word('replacedMatches'),
    'replaced match on line $': word('replacedOnLine'),
    'on line': word('onLine'),
    'Go to line': word('goToLine'),
    go: word('go'),
    Completions: word('completions'),
    'Fold line': word('foldLine'),
    'Unfold line': word('unfoldLine'),
    'folded code': word('foldedCode'),
    unfold: word('unfold'),
    'Selection deleted': word('selectionDeleted'),
    'Control character': word('controlCharacter'),
    Diagnostics: word('diagnostics'),
    'No diagnostics': word('noDiagnostics'),
  }
}

export type EditorWord =
  | 'find'
  | 'replaceWith'
  | 'next'
  | 'previous'
  | 'all'
  | 'matchCase'
  | 'regexp'
  | 'byWord'
  | 'replace'
  | 'replaceAll'
  | 'close'
  | 'currentMatch'
  | 'replacedMatches'
  | 'replacedOnLine'
  | 'onLine'
  | 'goToLine'
  | 'go'
  | 'completions'
  | 'foldLine'
  | 'unfoldLine'
  | 'foldedCode'
  | 'unfold'
  | 'selectionDeleted'
  | 'controlCharacter'
  | 'diagnostics'
  | 'noDiagnostics'
