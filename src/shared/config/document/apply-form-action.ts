import { changeFields } from './edit-fields'
import { addNode, duplicateNode, moveNode, removeNode, updateNode } from './edit-nodes'
import { type ConfigEdit, editText } from './edit-text'
import { removeVariable, renameVariable, setVariable } from './edit-variables'
import type { EditableText } from './editable-text'
import type { ConfigPath, FormAction } from './form-action'

/**
 * The text after an action of the form; only the lines it concerns are others. The same text when there is nothing to do.
 * @throws HarombeError, with words for people: CONFIG_INVALID when the text cannot be read, NOT_FOUND, CONFLICT when a name is
 * taken or the place is written in a way that cannot be changed by itself
 */
export function applyFormAction(text: string, action: FormAction): string {
  return editText(text, editOf(action))
}

function editOf(action: FormAction): ConfigEdit {
  switch (action.kind) {
    case 'set':
      return config => config.set(action.path, action.value)
    case 'unset':
      return config => config.unset(action.path)
    case 'add_node':
      return config => addNode(config, action.node, action.before)
    case 'update_node':
      return config => updateNode(config, action.node, action.changes)
    case 'remove_node':
      return config => removeNode(config, action.node)
    case 'duplicate_node':
      return config => duplicateNode(config, action.node, action.name)
    case 'move_node':
      return config => moveNode(config, action.node, action)
    case 'add_entry':
      return config => config.insert(action.list, action.at ?? lengthOf(config, action.list), action.entry)
    case 'update_entry':
      return config => changeFields(config, [...action.list, action.index], action.changes)
    case 'remove_entry':
      return config => config.remove(action.list, action.index)
    case 'move_entry':
      return config => config.move(action.list, action.index, action.to)
    case 'set_variable':
      return config => setVariable(config, action.name, action.value)
    case 'rename_variable':
      return config => renameVariable(config, action.name, action.to)
    case 'remove_variable':
      return config => removeVariable(config, action.name)
  }
}

function lengthOf(config: EditableText, path: ConfigPath): number {
  const list = config.get(path)
  return Array.isArray(list) ? list.length : 0
}
