export { cutPieces, hasLongWord } from './characters'
export { CopyButton } from './copy-button'

export { ExternalLinkDialog } from './external-link-dialog'

export { type MarkdownInset, ModelMarkdown } from './model-markdown'
