/** One question, as the one who asked knows it. Times are of `performance.now()`. */
export interface Asked {
  /** Unlike any other. */
  text: string
  /** Of the line its tool appends; null: it wants none. */
  token: string | null
  /** When sendMessage was answered; null: it never was. */
  acknowledgedAt: number | null
  conversationId: string
  messageId: string
  answerId: string
  /** How much of the answer was seen when, of its newest epoch. */
  seen: { at: number; length: number }[]
  shown: string
  epoch: number
  /** It was told that the answer is on the disk as it is. */
  finished: { at: number; text: string } | null
}

/** All that was said to a coordinator, and all that it promised. */
export interface Ledger {
  asked: Asked[]
  begin(text: string, token: string | null): Asked
  startRound(): void
  ofRound(): readonly Asked[]
}

export function createLedger(): Ledger {
  const asked: Asked[] = []
  let from = 0
  return {
    asked,
    begin(text, token) {
      const one: Asked = {
        text,
        token,
        acknowledgedAt: null,
        conversationId: '',
        messageId: '',
        answerId: '',
        seen: [],
        shown: '',
        epoch: 0,
        finished: null,
      }
      asked.push(one)
      return one
    },
    startRound() {
      from = asked.length
    },
    ofRound: () => asked.slice(from),
  }
}
