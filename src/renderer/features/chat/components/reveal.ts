/** Actions that appear when the pointer or the focus is on their message, and always where nothing can hover. */
export const revealed =
  'flex items-center opacity-0 transition-opacity duration-(--motion-fast) focus-within:opacity-100 group-hover/message:opacity-100 [@media(hover:none)]:opacity-100'
