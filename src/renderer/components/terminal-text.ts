import { revealHidden } from '../markdown/characters'

// ESC [ … letter · ESC ] … BEL or ESC \ · the other string sequences · two-character sequences · their one-byte forms.
const sequences =
  /\u001b\[[0-?]*[ -/]*[@-~]?|\u001b\][^\u0007\u001b\n]*(?:\u0007|\u001b\\)?|\u001b[PX^_][^\u001b\n]*(?:\u001b\\)?|\u001b[ -/]*[0-~]?|[\u0080-\u009f]/g
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/** Only what stands on a line in the end: programs draw progress by writing over it. */
function settleLine(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line
  return text.slice(text.lastIndexOf('\r') + 1)
}

/**
 * What a program printed, as text alone: colours, cursor moves, titles and links of terminals are taken out, lines that were written
 * over show what they said last, and characters that hide or reorder others are named.
 */
export function terminalText(output: string): string {
  const plain = output.replace(sequences, '').replace(controls, '')
  const settled = plain.includes('\r') ? plain.split('\n').map(settleLine).join('\n') : plain
  return revealHidden(settled)
}
