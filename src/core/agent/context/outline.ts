/** So many lines tell what a long file is about; more of them cost more than they tell. */
const maximumLines = 40
const maximumLength = 120

const headings: Readonly<Record<string, RegExp>> = {
  markdown: /^#{1,4} +\S.*$/gm,
  code: /^(?:export |public |private |async |pub |static )*(?:function|class|interface|type|enum|def|fn|func|struct|trait|impl|module)\b.*$/gm,
}
/** Lines that look like headings in text without marks: a number before words, or a short line in capitals. */
const plainHeading = /^(?:\d+(?:\.\d+)*\.? +\p{Lu}.{2,80}|[\p{Lu}\d][\p{Lu}\d ,:–-]{4,60})$/gmu

/** Headings of a file, or what is declared in it, one a line; empty where there are none. */
export function outlineOf(kind: string, text: string): string {
  const found = text.match(headings[kind] ?? plainHeading) ?? []
  const step = Math.max(1, Math.ceil(found.length / maximumLines))
  return found
    .filter((_, index) => index % step === 0)
    .map(line => line.trim().slice(0, maximumLength))
    .join('\n')
}
