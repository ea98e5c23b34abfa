export { cutPieces, hasLongWord } from './characters'
export { CopyButton } from './copy-button'

export { ExternalLinkDialog } from './external-link-dialog'

export { ModelMarkdown } from './model-markdown'
