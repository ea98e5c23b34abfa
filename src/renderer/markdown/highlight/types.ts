/** A stretch of code in one colour. */
export interface CodeSpan {
  role:
    | 'keyword'
    | 'string'
    | 'number'
    | 'comment'
    | 'title'
    | 'type'
    | 'name'
    | 'addition'
    | 'deletion'
    | null
  text: string
}

export type Highlighter = (code: string, grammar: string) => readonly CodeSpan[]
