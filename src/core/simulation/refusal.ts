/** An answer that is a no. With `contentType` the body is sent as it stands, otherwise as JSON. */
export interface Refusal {
  status: number
  body: unknown
  contentType?: string
}

export interface Overflow {
  promptTokens: number
  maxTokens: number | null
  context: number
  stream: boolean
}

/** How a server says no. Null: it does not, but answers as well as it can. */
export interface Refusals {
  error(status: number, message: string): Refusal
  busy(status: number): Refusal
  /**
   * `silent`: it says nothing until the model is loaded; `unready`: only its health says so, since a question that gets in
   * is answered.
   */
  loading: Refusal | 'silent' | 'unready'
  missing(model: string, known: readonly string[], isRouter: boolean): Refusal | null
  noChat(model: string): Refusal
  /** Of a text to go on with. */
  noCompletion(model: string): Refusal
  noTools(model: string): Refusal | null
  noVision(model: string): Refusal | null
  noReasoning(model: string): Refusal | null
  noSuffix(model: string): Refusal | null
  noEmbeddings(model: string): Refusal
  tooLong(overflow: Overflow): Refusal
}
