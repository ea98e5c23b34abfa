import type { Phrases } from '../../phrase-book'

/** What a plan says beside its lines: what no step puts right, and what differs. */
export const plan: Phrases = {
  '{*node} was not looked at, so nobody knows what it serves.':
    '{node} wurde nicht angesehen, darum weiß niemand, was er anbietet.',
  '{*node} cannot be reached.': '{node} ist nicht zu erreichen.',
  '{*node} cannot be reached: {~why}': '{node} ist nicht zu erreichen: {~why}',
  '{*node} does not answer as a model server: {~why}': '{node} antwortet nicht als Modellserver: {~why}',
  '{*node} runs harombe {version}, this machine {own}.': 'Auf {node} läuft harombe {version}, hier {own}.',
  '{*node} runs {*found}, the file says {*written}.':
    'Auf {node} läuft {found}, in der Datei steht {written}.',
  'Change backend in its entry, or leave it out to have it found.':
    'Ändere backend in seinem Eintrag, oder lass es weg, dann wird es gefunden.',
  '{*path} stands in the clear in harombe.yaml.': '{path} steht im Klartext in harombe.yaml.',
  'Move it into a file that only you can read, and write a reference in its place.':
    'Verschieb es in eine Datei, die nur du lesen kannst, und schreib an seine Stelle einen Verweis.',
  'What you ask travels to {*node} in the clear, over http.':
    'Was du fragst, geht im Klartext an {node}, über http.',
  'What you ask, and its token, travels to {*node} in the clear, over http.':
    'Was du fragst und sein Token gehen im Klartext an {node}, über http.',
  'Use https, or write insecure: true to accept it.':
    'Nimm https, oder schreib insecure: true, um es hinzunehmen.',
  'This comes into force when harombe starts anew: {*paths}.':
    'Das kommt in Kraft, wenn harombe neu startet: {paths}.',
  '{path} names {*node}, and there is no such node.':
    '{path} nennt {node}, und so einen Knoten gibt es nicht.',
  'Correct the name, or add the node.': 'Berichtige den Namen, oder füge den Knoten hinzu.',
  'A rule in {path} is for no node there is.': 'Eine Regel in {path} gilt für keinen Knoten, den es gibt.',
  '{*node} does not serve {model}, and lets nobody pull it.':
    '{node} bietet {model} nicht an und lässt es niemanden herunterladen.',
  'Start its server with that model, or write the one it serves.':
    'Starte seinen Server mit diesem Modell, oder schreib das hin, das er anbietet.',
  '{model} should be in memory on {*node}, which lets nobody load it.':
    '{model} soll auf {node} im Speicher sein, aber dort lässt es niemand laden.',
  'Its server loads it with the first question.': 'Sein Server lädt es mit der ersten Frage.',
  '{model} does not fit {*node}.': '{model} passt nicht auf {node}.',
  'Choose a smaller model, or a machine with more memory.':
    'Wähle ein kleineres Modell, oder eine Maschine mit mehr Speicher.',
  '{*node} serves no model, the file says {model}.':
    '{node} bietet kein Modell an, in der Datei steht {model}.',
  '{*node} serves {*served}, the file says {model}.':
    '{node} bietet {served} an, in der Datei steht {model}.',
  '{*node} serves {*served}, and {#more} more, the file says {model}.':
    '{node} bietet {served} und {more} weitere an, in der Datei steht {model}.',
  '{model} is no longer in memory on {*node}.': '{model} ist auf {node} nicht mehr im Speicher.',
  'No node is there for {model}.': 'Für {model} ist kein Knoten da.',
  'No node of tier {tier} is there for {model}.': 'Für {model} ist kein Knoten der Stufe {tier} da.',
  'Add such a node, or change cluster.models.': 'Füge so einen Knoten hinzu, oder ändere cluster.models.',
  'No node can take {model}: {~reasons}.': 'Kein Knoten kann {model} nehmen: {~reasons}.',
  'No node of tier {tier} can take {model}: {~reasons}.':
    'Kein Knoten der Stufe {tier} kann {model} nehmen: {~reasons}.',
  '{*node} cannot be asked': '{node} ist nicht zu fragen',
  '{*node} does not let others pull models': '{node} lässt andere keine Modelle herunterladen',
  'it does not fit {*node}': 'es passt nicht auf {node}',
}
