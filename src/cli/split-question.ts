/** Has a folder or an ending, and no space: a file is meant, be it there or not. */
const looksLikeFile = (text: string) =>
  !/\s/.test(text) && (/[\\/]/.test(text) || /\.[a-z0-9]{1,8}$/i.test(text))

/**
 * `--attach a.md "What is it?"` takes all that follows: what is not a file and does not look like one is the question, where there
 * is none yet and only one can be meant.
 */
export function splitQuestion(
  question: string | undefined,
  attached: readonly string[],
  isThere: (path: string) => boolean,
): { question: string | undefined; attached: readonly string[] } {
  if (question !== undefined) return { question, attached }
  const words = attached.filter(each => !looksLikeFile(each) && !isThere(each))
  const [only] = words
  if (only === undefined || words.length > 1) return { question, attached }
  return { question: only, attached: attached.filter(each => each !== only) }
}
