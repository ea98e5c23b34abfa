/** Where a person answers a question that comes up in between. */
export interface Questioner {
  /** The line that was typed; null for Ctrl-C and when the input ends. What was typed before is no answer. Rejects never. */
  question(prompt: string, signal: AbortSignal): Promise<string | null>
}
