import { useDraft } from '../draft/draft-context'

/** The draft as a form. */
export function ConfigForm() {
  const nodes = useDraft(state => state.good?.config.cluster.nodes)
  return (
    <ul className="flex flex-col gap-1 p-4 text-sm">
      {nodes?.map(({ name }) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  )
}
