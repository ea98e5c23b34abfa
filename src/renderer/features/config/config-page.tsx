export function ConfigPage() {
  return <main />
}
