import type { Area } from '../area'

export const onboarding: Area<'onboarding'> = {
  add: 'Hinzufügen',
  addNode: 'Knoten hinzufügen',
  addNodeText:
    'Jeder Rechner, auf dem Ollama, vLLM, llama.cpp, ein OpenAI-kompatibler Server oder harombe läuft.',
  back: 'Zurück',
  demo: 'Demo-Cluster ausprobieren (simuliert)',
  demoText:
    'Drei simulierte Knoten, einer je Stufe. Sie brauchen keine GPU, sagen, dass sie nur so tun, und sind weg, wenn du sie anhältst.',
  demoTitle: 'Oder sieh dich erst um',
  finish: 'Loslegen',
  found: 'Hier gefunden',
  inUse: 'In Gebrauch',
  intro:
    'harombe schickt jede Frage an den Rechner, der dafür passt: kleine an den schnellen, schwierige an den starken. Nichts verlässt dein Netz.',
  join: {
    address: 'Füge dort einen Knoten mit der Adresse dieses Rechners hinzu:',
    closed:
      'Noch kann niemand dieses harombe erreichen. Setze in harombe.yaml <code>server.host</code> auf <code>0.0.0.0</code> und <code>server.auth_token</code> auf ein langes Geheimnis, dann starte harombe neu.',
    done: 'Fertig, dieser Rechner macht mit',
    first: 'Öffne diesen Rechner für dein Netz',
    none: 'Dieser Rechner ist gerade in keinem Netz.',
    open: 'Andere können ihn erreichen.',
    openNoToken:
      'Andere können ihn erreichen, aber es gibt noch kein Token: Setze <code>server.auth_token</code> in harombe.yaml.',
    second: 'Füge ihn auf dem anderen Rechner hinzu',
    third: 'Gib ihm das Token',
    title: 'Bei einem anderen Rechner mitmachen',
    token:
      'Wo nach einem Token gefragt wird, gib das <code>server.auth_token</code> dieses Rechners ein. Das andere harombe schickt dann Fragen hierher, und dieses Fenster zeigt, was es tut.',
  },
  logoTiers: 'Du sagst, welcher Rechner schnell, ausgewogen oder stark ist.',
  lookAgain: 'Noch einmal suchen',
  looking: 'Suche nach Modell-Servern…',
  model: {
    absent: 'Noch kann hier kein Rechner ein Modell holen.',
    absentText:
      'Starte auf einem davon Ollama und füge ihn hinzu, oder installiere die eigene Engine von harombe: Dann antwortet dieser Rechner ohne ein weiteres Programm.',
    download: '{{model}} holen',
    engine: 'Engine installieren',
    engineFailed: 'Die Engine konnte nicht installiert werden.',
    failed: 'Das Modell konnte nicht geholt werden.',
    fetching: '{{model}} wird auf {{node}} geholt',
    from: 'Noch nicht gemessen: was Rechner dieser Art erreichen.',
    has_one:
      'Dein Cluster hat schon {{count}} Modell. Du kannst weitergehen oder das holen, das zu diesem Rechner passt.',
    has_other:
      'Dein Cluster hat schon {{count}} Modelle. Du kannst weitergehen oder das holen, das zu diesem Rechner passt.',
    installing: 'Engine wird installiert',
    on: 'Auf welchem Rechner',
    reading: 'Dieser Rechner wird angesehen',
    size: 'Größe',
    speed: 'Erwartetes Tempo',
    speedBetween: '{{atLeast}} bis {{atMost}} Token/s',
    speedAbout: 'etwa {{atMost}} Token/s',
    there: 'Es ist auf {{node}}.',
    title: 'Ein Modell, das zu diesem Rechner passt',
  },
  near: 'In deinem Netz gefunden',
  nearNote: 'Andere harombes, die sich melden.',
  next: 'Weiter',
  nothing:
    'Auf diesem Rechner antwortet kein Modell-Server. Starte Ollama, LM Studio oder llama.cpp und such noch einmal, füge einen Rechner deines Netzes hinzu, oder installiere auf der Seite „Modelle“ die eigene Engine von harombe und nutze sie für diesen Rechner.',
  role: {
    coordinator: 'Er führt',
    coordinatorText: 'Du chattest hier, und harombe schickt jede Frage an den Rechner, der dafür passt.',
    join: 'Er macht bei einem anderen mit',
    joinText: 'Ein anderes harombe in deinem Netz führt; dieser Rechner antwortet, wenn er gefragt wird.',
    title: 'Was soll dieser Rechner tun?',
  },
  skip: 'Überspringen',
  step: 'Schritt {{step}} von {{steps}}',
  test: {
    again: 'Noch einmal fragen',
    ask: 'Fragen',
    asking: 'Sag in einem kurzen Satz Hallo.',
    by: 'Beantwortet von {{node}} mit {{model}}.',
    failed: 'Es kam keine Antwort.',
    first: 'Erstes Wort nach {{time}}',
    nobody:
      'Noch gibt es keinen Knoten, der antworten könnte. Geh zurück und füge einen hinzu, oder probier die Demo.',
    speed: '{{speed}} Token/s',
    text: 'Eine Frage durch deinen eigenen Cluster, um zu sehen, dass er geht.',
    title: 'Probier es aus',
  },
  thisMachine: 'Dieser Rechner',
  title: 'Mach aus deinen Rechnern einen Assistenten',
  unreachable: 'Der Koordinator ist nicht erreichbar',
}
