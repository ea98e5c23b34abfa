import type { Area } from '../../area'

type Texts = Area<'chat'>

export const page: Texts['page'] = {
  showChats: 'Chats zeigen',
  hideChats: 'Chats ausblenden',
  chats: 'Chats',
  newChat: 'Neuer Chat',
  loading: 'Der Chat wird geladen',
  gone: 'Diesen Chat gibt es nicht mehr',
  goneHint: 'Er wurde gelöscht, vielleicht in einem anderen Fenster.',
  copiedLast: 'Letzte Antwort kopiert',
  noClipboard: 'Von hier aus lässt sich nichts in die Zwischenablage legen.',
  windowFault: 'In diesem Fenster ist etwas schiefgegangen.',
  branchNotKept: 'Der Zweig wird hier gezeigt, wurde aber nicht gemerkt.',
  undo: 'Rückgängig',
  resize: 'Breite der Chatliste',
}

export const welcome: Texts['welcome'] = {
  title: 'Was möchtest du wissen?',
  subtitle: 'Kleine Fragen bleiben auf kleinen Maschinen, schwere gehen an die große.',
  climate: 'Was ist der Unterschied zwischen Wetter und Klima?',
  friendlier: 'Formuliere das freundlicher: „Schick mir heute den Bericht.“',
  hashMap: 'Erkläre mit einem kurzen Beispiel in Python, wie eine Hashtabelle mit Kollisionen umgeht.',
  booking:
    'Entwirf ein Buchungssystem, das keinen Platz zweimal verkauft. Vergleiche optimistisches und pessimistisches Sperren und entscheide dich für eines.',
  wouldAsk: 'Antworten würde die Stufe',
  noNode: 'Es ist noch kein Knoten eingerichtet.',
  addNode: 'Einen hinzufügen',
  offline: 'Gerade ist kein Knoten online.',
  lookAtNodes: 'Zu den Knoten',
  noModel: 'Noch hat kein Knoten ein Modell.',
  otherModel: 'Die Knoten, die antworten, haben das Modell nicht, für das sie eingerichtet sind.',
  getModel: 'Ein Modell holen',
}

export const said: Texts['said'] = {
  generating: 'Antwort wird geschrieben',
  complete: 'Antwort fertig',
  cancelled: 'Angehalten',
  interrupted: 'Antwort unterbrochen',
}
