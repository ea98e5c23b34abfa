export { cutPieces, hasLongWord, revealHidden } from './characters'
export { CitationProvider, type Citations } from './citations'
export { CopyButton } from './copy-button'

export { ExternalAnchor } from './external-anchor'
export { ExternalLinkDialog } from './external-link-dialog'
export { readExternalTarget } from './external-target'

export { type MarkdownInset, ModelMarkdown } from './model-markdown'
