/** Not text: a chat that is dropped into a field must not write its id there. */
const mediaType = 'application/x-harombe-chat'

export function writeDraggedChat(transfer: DataTransfer, conversationId: string): void {
  transfer.setData(mediaType, conversationId)
  transfer.effectAllowed = 'move'
}

/** What is dragged over something can be told, but not read. */
export const isDraggedChat = (transfer: DataTransfer): boolean => transfer.types.includes(mediaType)

export const readDraggedChat = (transfer: DataTransfer): string => transfer.getData(mediaType)
