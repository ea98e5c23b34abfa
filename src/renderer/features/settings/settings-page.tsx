import type { SettingsSection } from '../../../shared/page-route'

export function SettingsPage({ section }: { section: SettingsSection }) {
  return <main data-section={section} />
}
