import { useCommand } from '../../commands'

export interface ChatCommands {
  newChat(): void
  searchChats(): void
  toggleSidebar(): void
  focusComposer(): void
  /** False when there is nothing to copy. */
  copyLastAnswer(): boolean
  /** False when nothing is being written: the key is somebody else's then. */
  stopAnswer(): boolean
}

/** What the chat page can do by key, from the palette and from menus. */
export function useChatCommands(commands: ChatCommands): void {
  useCommand('newChat', commands.newChat)
  useCommand('searchChats', commands.searchChats)
  useCommand('toggleSidebar', commands.toggleSidebar)
  useCommand('focusComposer', commands.focusComposer)
  useCommand('copyLastAnswer', commands.copyLastAnswer)
  useCommand('stopAnswer', commands.stopAnswer)
}
