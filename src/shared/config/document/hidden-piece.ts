/** What a mask stands for. */
export interface HiddenPiece {
  /** As it is written in the file. */
  source: string
  /** It is a value with its own quotes, if any; the mask has quotes of its own, so that the text stays YAML. */
  isValue: boolean
}

/** Empty lines for the further lines of what is hidden; what follows on the last one stays as far in as it is. */
export function fillerOf(source: string, next: string | undefined): string {
  const lineBreaks = source.match(/\r?\n/g)?.join('') ?? ''
  return lineBreaks !== '' && endsFlow(next) ? lineBreaks + indentOfLast(source) : lineBreaks
}

/** What follows a value in brackets at once; it must not come to stand left of them. */
export const endsFlow = (next: string | undefined): boolean => next !== undefined && /[,\]}]/.test(next)

export const indentOfLast = (source: string): string => /\n([ \t]*)[^\n]*$/.exec(source)?.[1] ?? ''
