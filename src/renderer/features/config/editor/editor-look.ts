import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** Colours of code in answers, so that both themes hold here too; see markdown/markdown.css. */
const colours = HighlightStyle.define([
  {
    tag: [tags.propertyName, tags.definition(tags.propertyName), tags.attributeName],
    color: 'var(--code-name)',
  },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: [tags.keyword, tags.typeName, tags.labelName, tags.meta], color: 'var(--code-keyword)' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--muted)' },
])

/** `dark` only tells the library which defaults to begin with: every colour below follows the theme by itself. */
const theme = EditorView.theme(
  {
    '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--surface)', fontSize: '0.8125rem' },
    '&.cm-focused': { outline: 'none' },
    // Every character as it is typed: `<<` and `//` are two of them.
    '.cm-scroller': {
      fontFamily: 'var(--font-mono)',
      fontVariantLigatures: 'none',
      lineHeight: '1.6',
      overflow: 'auto',
    },
    '.cm-placeholder': { color: 'var(--muted)', fontFamily: 'var(--font-sans)', whiteSpace: 'normal' },
    '.cm-content': { caretColor: 'var(--accent)', padding: '0.5rem 0' },
    '.cm-line': { padding: '0 1rem 0 0.5rem' },
    '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection':
      { backgroundColor: 'color-mix(in oklab, var(--accent-fill) 28%, transparent)' },
    '.cm-gutters': {
      color: 'var(--muted)',
      backgroundColor: 'var(--surface)',
      borderRight: '1px solid var(--line)',
    },
    '.cm-foldGutter .cm-gutterElement': { width: '0.9rem', cursor: 'pointer', opacity: '0' },
    '.cm-gutters:hover .cm-foldGutter .cm-gutterElement, .cm-foldGutter .cm-gutterElement:has([title=unfold])':
      { opacity: '1' },
    '.cm-lineNumbers .cm-gutterElement': { padding: '0 0.6rem 0 0.75rem', minWidth: '2.5rem' },
    '.cm-activeLine': { backgroundColor: 'transparent' },
    '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--hover)' },
    '.cm-activeLineGutter': { backgroundColor: 'transparent' },
    '&.cm-focused .cm-activeLineGutter': { color: 'var(--ink)', backgroundColor: 'var(--hover)' },
    '.cm-foldPlaceholder': {
      color: 'var(--muted)',
      backgroundColor: 'var(--hover)',
      border: '1px solid var(--line)',
    },
    '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
      backgroundColor: 'var(--pressed)',
      outline: 'none',
    },
    '.cm-searchMatch': { backgroundColor: 'var(--warn-soft)', outline: '1px solid var(--warn-fill)' },
    '.cm-searchMatch.cm-searchMatch-selected': { backgroundColor: 'var(--accent-soft)' },
    '.cm-selectionMatch': { backgroundColor: 'var(--hover)' },
    '.cm-specialChar': { color: 'var(--danger)' },

    '.cm-conflict-mine': { backgroundColor: 'var(--accent-soft)' },
    '.cm-conflict-theirs': { backgroundColor: 'var(--warn-soft)' },
    '.cm-conflict-mark': { color: 'var(--muted)', backgroundColor: 'var(--sunken)' },

    '.cm-overridden': { color: 'var(--muted)', textDecoration: 'line-through 1px' },

    '.cm-lintRange': { backgroundImage: 'none' },
    '.cm-lintRange-error': {
      textDecoration: 'underline wavy var(--danger-fill) 1px',
      textUnderlineOffset: '3px',
      textDecorationSkipInk: 'none',
    },
    '.cm-lintPoint::after': { borderBottomColor: 'var(--danger-fill)' },
    '.cm-gutter-lint': { width: '0.9rem' },
    '.cm-gutter-lint .cm-gutterElement': { padding: '0' },
    '.cm-lint-marker': { width: '0.5rem', height: '0.5rem', margin: '0.42rem 0.2rem', borderRadius: '50%' },
    '.cm-lint-marker-error': { content: 'none', backgroundColor: 'var(--danger-fill)' },

    '.cm-tooltip': {
      color: 'var(--ink)',
      backgroundColor: 'var(--raised)',
      border: '1px solid var(--line-strong)',
      borderRadius: '0.5rem',
      boxShadow: '0 8px 24px var(--shadow-color)',
      fontFamily: 'var(--font-sans)',
      fontSize: '0.8125rem',
    },
    '.cm-tooltip-section:not(:first-child)': { borderTop: '1px solid var(--line)' },
    '.cm-tooltip .cm-diagnostic': { padding: '0.5rem 0.75rem', maxWidth: '26rem', border: 'none' },
    '.cm-diagnostic': { overflowWrap: 'anywhere' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul': {
      borderRadius: 'inherit',
      fontFamily: 'var(--font-mono)',
      maxHeight: '14rem',
      minWidth: '11rem',
      maxWidth: 'min(24rem, 80vw)',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.2rem 0.6rem', lineHeight: '1.4' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
      color: 'var(--on-accent)',
      backgroundColor: 'var(--accent-fill)',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected] .cm-completionDetail': { color: 'inherit' },
    '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
    '.cm-completionDetail': { color: 'var(--muted)', fontStyle: 'normal', marginLeft: '0.75rem' },
    '.cm-tooltip.cm-completionInfo': { padding: '0.5rem 0.75rem', maxWidth: '20rem' },

    '.cm-panels': { color: 'var(--ink)', backgroundColor: 'var(--sunken)', fontFamily: 'var(--font-sans)' },
    '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
    '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
    '.cm-panel.cm-search': { padding: '0.5rem 2rem 0.5rem 0.75rem', fontSize: '0.8125rem' },
    '.cm-panel.cm-search label': {
      display: 'inline-flex',
      alignItems: 'center',
      gap: '0.25rem',
      marginRight: '0.75rem',
      fontSize: 'inherit',
    },
    '.cm-panel.cm-search input[type=checkbox]': { margin: '0', accentColor: 'var(--accent-fill)' },
    '.cm-panel .cm-textfield': {
      color: 'var(--ink)',
      backgroundColor: 'var(--surface)',
      border: '1px solid var(--control)',
      borderRadius: '0.375rem',
      padding: '0.2rem 0.5rem',
      fontSize: 'inherit',
    },
    '.cm-panel .cm-button': {
      color: 'var(--ink)',
      backgroundImage: 'none',
      backgroundColor: 'var(--raised)',
      border: '1px solid var(--line-strong)',
      borderRadius: '0.375rem',
      padding: '0.2rem 0.6rem',
      fontSize: 'inherit',
    },
    '.cm-panel button[name=close]': {
      color: 'var(--muted)',
      fontSize: '1.125rem',
      minWidth: '1.75rem',
      minHeight: '1.75rem',
    },
    '.cm-panel :is(button, input):focus-visible': {
      outline: '2px solid var(--accent)',
      outlineOffset: '1px',
    },
  },
  { dark: true },
)

export const editorLook: Extension = [theme, syntaxHighlighting(colours)]
