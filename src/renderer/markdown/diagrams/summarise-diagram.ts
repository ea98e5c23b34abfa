const frontMatter = /^\s*---\n[\s\S]*?\n---\n/
const directive = /%%\{[\s\S]*?\}%%/g
/** White space within a line only: over empty lines it would be looked through again from each of them. */
const comment = /^[ \t]*%%.*$/gm
const longest = 240

/** What a diagram says, for those who do not see it: its own title, else its source in one line. */
export function summariseDiagram(source: string): string {
  const title = /^[ \t]*(?:accTitle[ \t]*:|title:?)[ \t]*(\S.*)$/im.exec(source)?.[1]?.trim()
  const text = source.replace(frontMatter, '').replace(directive, '').replace(comment, '')
  const line = text.replace(/\s+/g, ' ').trim()
  const whole = title === undefined ? line : `${title.replace(/^["']|["']$/g, '')}. ${line}`
  return whole.length > longest ? `${whole.slice(0, longest)}…` : whole
}
