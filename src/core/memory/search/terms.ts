import { fold } from './fold'

/** The words looked for, as they are compared; of scripts without spaces whole runs. Signs count where there are no words. */
export function termsOf(text: string): string[] {
  const folded = fold(text)
  const found = folded.match(/[\p{L}\p{N}\p{Co}]+/gu) ?? folded.split(/\s+/)
  return found.filter(term => term !== '')
}
