/** Text that scrolls in itself, also by keyboard. */
export function PlainReport({ label, text }: { label: string; text: string }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 for scrolling regions
      tabIndex={0}
      aria-label={label}
      className="focus-ring max-h-80 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-ink text-xs"
    >
      <pre className="font-mono">{text}</pre>
    </section>
  )
}
