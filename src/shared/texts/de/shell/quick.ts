import type { Area } from '../../area'

type Shell = Area<'shell'>

export const quick: Shell['quick'] = {
  form: 'Fragen',
  field: 'Deine Frage',
  placeholder: 'Frag, was du willst',
  hint: 'Enter fragt, Escape schließt',
  answer: 'Antwort',
  send: 'Fragen',
  stop: 'Anhalten',
  copy: 'Antwort kopieren',
  again: 'Noch eine Frage',
  open: 'In harombe öffnen',
  sending: 'Wird gesendet',
  failed: 'Das hat nicht geklappt',
  tool: 'Benutzt ein Werkzeug: {{tool}}',
  done: 'Beantwortet',
  stopped: 'Angehalten',
  by: '{{node}} hat mit {{model}} geantwortet',
  stoppedOn: 'Angehalten auf {{node}}, {{model}}',
}
