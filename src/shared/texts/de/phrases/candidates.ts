import type { Phrases } from '../../phrase-book'

/** Why a node stands where it does, or is left out: candidate-words, judge-node, suitability, breakers and health. */
export const candidates: Phrases = {
  'tier {tier} as wanted': 'Stufe {tier} wie gewünscht',
  'tier {tier} in place of tier {wanted}': 'Stufe {tier} statt Stufe {wanted}',
  'it ran the step before': 'hat den Schritt davor gemacht',
  'its turn to show how fast it is': 'darf zeigen, wie schnell er ist',
  'too few others are sound': 'zu wenige andere sind gesund',
  'though {~snag}': 'obwohl: {~snag}',
  'it failed too often and rests': 'ist zu oft gescheitert und ruht',
  'it failed too often and rests: {~why}': 'ist zu oft gescheitert und ruht: {~why}',
  'one request is finding out whether it works again': 'eine Anfrage prüft, ob er wieder geht',
  'one request is finding out whether it works again: {~why}':
    'eine Anfrage prüft, ob er wieder geht: {~why}',
  'far slower than another of its tier': 'viel langsamer als ein anderer der Stufe',
  '{model} is in memory and {other} is not': '{model} ist im Speicher und {other} nicht',
  '{#used} of {#slots} slots in use': '{#used} von {#slots} Plätzen belegt',
  '{#time} away': '{#time} entfernt',
  'done in about {#time}': 'fertig in etwa {#time}',
  'done in about {#time} ({~details})': 'fertig in etwa {#time} ({~details})',
  '{#time} of it until a slot is free': 'davon {#time}, bis ein Platz frei ist',
  '{#time} of it loading the model': 'davon {#time} Laden des Modells',
  '{#count} tokens of the prompt still cached there': '{#count} Token der Frage noch dort im Cache',
  estimated: 'geschätzt',
  'nothing was measured yet': 'noch nichts gemessen',
  'just back and warming up': 'gerade zurück und wird warm',
  'not known whether it can {~do}': 'unklar, ob es {~do} kann',
  'cannot {~do}': 'kann nicht {~do}',
  'not known how much it holds': 'unklar, wie viel es fasst',
  'holds {#count} tokens': 'fasst {#count} Token',
  'the answer with them': 'die Antwort eingerechnet',
  '{~first} and {~last}': '{~first} und {~last}',

  'failed for this question: {~why}': 'bei dieser Frage gescheitert: {~why}',
  '{node} was asked for': 'verlangt war {node}',
  disabled: 'abgeschaltet',
  'it is being drained': 'läuft leer',
  'not checked yet': 'noch nicht geprüft',
  offline: 'offline',
  'offline: {~why}': 'offline: {~why}',
  'it has no model yet: `harombe models pull` gets one':
    'hat noch kein Modell: `harombe models pull` holt eines',
  'it serves no model yet': 'bietet noch kein Modell an',
  'it does not serve {model}': 'bietet {model} nicht an',
  'it is not to be used for {model}': 'soll nicht für {model} genutzt werden',
  'strict routing stays on tier {tier}': 'strenges Routing bleibt auf Stufe {tier}',
  '{model} holds {#holds} tokens there, and this needs about {#needs}':
    '{model} fasst dort {#holds} Token, gebraucht werden etwa {#needs}',
  '{model} cannot {~do}': '{model} kann nicht {~do}',

  'It gave an empty answer and called it complete.': 'Er gab eine leere Antwort und nannte sie vollständig.',
  'It takes {#time} to begin an answer.': 'Er braucht {#time} bis zum Beginn der Antwort.',
  'It takes {#time} to begin an answer, {#count} times as long as its equals.':
    'Er braucht {#time} bis zum Beginn der Antwort, {#count}-mal so lange wie vergleichbare Knoten.',
  '{#count} times as long as its equals': '{#count}-mal so lange wie vergleichbare Knoten',
  'It writes {#count} times as slowly as its equals.':
    'Er schreibt {#count}-mal so langsam wie vergleichbare Knoten.',
  'It writes many times as slowly as its equals.':
    'Er schreibt um ein Vielfaches langsamer als vergleichbare.',
  "{#share} of its requests failed lately, far more than its equals'.":
    '{#share} seiner Anfragen sind zuletzt gescheitert, weit mehr als bei vergleichbaren Knoten.',
  'It answered a request.': 'Er hat eine Anfrage beantwortet.',
  'It was taken out for now.': 'Er wurde vorerst herausgenommen.',
  'It was put back.': 'Er wurde wieder aufgenommen.',
  'It answers again.': 'Er antwortet wieder.',
  'It ended its answer without finishing it.': 'Er hat seine Antwort abgebrochen.',
  'It failed.': 'Er ist gescheitert.',
  'It did not say a word within {#time}, though it is idle.':
    'Er hat {#time} lang kein Wort gesagt, obwohl er frei ist.',
  'It did not answer the check within {#time}.':
    'Er hat die Prüfung nicht innerhalb von {#time} beantwortet.',
  'Is the machine awake and the address right?': 'Ist der Rechner wach und die Adresse richtig?',
  'The check failed.': 'Die Prüfung ist gescheitert.',
  'This machine was asleep, so the connection was lost.':
    'Dieser Rechner hat geschlafen, darum ging die Verbindung verloren.',
  'It could not be reached.': 'Er war nicht erreichbar.',
  'It was busy.': 'Er war ausgelastet.',
  'It was loading the model.': 'Er hat das Modell geladen.',
  'It does not have the model.': 'Er hat das Modell nicht.',
  'The question was too long for it.': 'Die Frage war zu lang für ihn.',
  'It refused the request.': 'Er hat die Anfrage abgelehnt.',
  'Its answer could not be read.': 'Seine Antwort war nicht lesbar.',
  'It reported an error.': 'Er hat einen Fehler gemeldet.',
  'It took too long.': 'Es hat zu lange gedauert.',
}
