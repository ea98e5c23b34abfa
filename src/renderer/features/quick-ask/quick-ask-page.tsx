export function QuickAskPage() {
  return <main />
}
