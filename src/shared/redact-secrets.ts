const secretPatterns: readonly [RegExp, string][] = [
  [/\b(bearer\s+)[\w.~+/=-]+/gi, '$1[redacted]'],
  [
    /((?:code|token|api[-_]?key|auth_token|password|secret)["']?\s*[=:]\s*["']?)[^\s"'&,}\\]+/gi,
    '$1[redacted]',
  ],
  [/(--(?:password|token|secret|api-?key)\s+["']?)[^\s"'&,}\\]+/gi, '$1[redacted]'],
  [/(\b[a-z][a-z\d+.-]*:\/\/[^\s:/@"'\\]*:)[^\s@/"'\\]+(?=@)/gi, '$1[redacted]'],
  [/\bhrb_[\w-]+/g, 'hrb_[redacted]'],
  [/\b(sk-|gh[opsu]_|github_pat_|xox[abprs]-|AKIA)[\w-]{12,}/g, '$1[redacted]'],
]

/** The last gate before the disk: whatever looks like a credential is blanked, wherever in the line it stands. */
export function redactSecrets(line: string): string {
  return secretPatterns.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line)
}
