import { createEditableText, type EditableText } from './editable-text'

export type ConfigEdit = (config: EditableText) => void

/**
 * Applies an edit to the text of a file and changes only the lines it concerns.
 * @throws CONFIG_INVALID when the text cannot be read, and what `edit` throws
 */
export function editText(text: string, edit: ConfigEdit): string {
  const config = createEditableText(text)
  edit(config)
  return config.text()
}
