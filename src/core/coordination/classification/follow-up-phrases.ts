/**
 * What a phrase of a short message says about where the message belongs. `filler` and `wrap` say nothing alone; `alone`
 * marks what merely looks like a reference ("what time is it"); `port` names a programming language to do it in; `light` is
 * work that stays easy however long its material.
 */
export type PhraseKind =
  | 'filler'
  | 'wrap'
  | 'ok'
  | 'thanks'
  | 'yes'
  | 'no'
  | 'go'
  | 'same'
  | 'why'
  | 'wrong'
  | 'cosmetic'
  | 'refer'
  | 'add'
  | 'port'
  | 'alone'
  | 'light'

/**
 * By language, phrases apart from each other by " / ". They are read like the messages themselves, so case, accents and
 * apostrophes do not matter. A phrase that means something else in another language of the table is left out: "a", "i", "come".
 */
export const followUpPhrases: Readonly<Record<string, Partial<Record<PhraseKind, string>>>> = {
  en: {
    filler:
      'please / pls / plz / well / hmm / um / uh / oh / so / just / can you / could you / would you / will you / lets / let us / actually / sorry / hey / maybe / a bit / a little / much / even / now please / then / dear / friend / man / mate / i think / i guess / for me / to me',
    wrap: 'make it / make that / make this / put it / put that / write it / write that / say it / say that / give it / give me / give me that / give me it / show it / show me / show me that / build it / turn it into / convert it to / make the answer / write the answer / i want it / i need it / the answer / the text / the summary / the whole thing',
    ok: 'ok / okay / okey / k / kk / alright / all right / got it / i see / understood / makes sense / fine / right / good / noted / fair enough / no problem / no worries',
    thanks:
      'thanks / thank you / thank / thx / tnx / ty / tysm / cheers / great / perfect / nice / nice one / cool / awesome / excellent / wonderful / amazing / fantastic / lovely / brilliant / well done / good job / great job / nice work / great work / good work / that helps / that helped / this helps / helpful / very helpful / so much / very much / a lot / a million / again for / thats all / that is all / thats it / that is it / thats all i needed / thats all for today / bye / bye bye / goodbye / good night / see you / see ya / see you later / see you tomorrow / have a nice day / have a good day / have a good one / have a great day / lol / haha / wow / for your help / for the help / for all your help / for everything / for today / for now / for that / works / it works / it works now / that works / it worked / that worked / works now / works great / works like a charm / you too / you are the best / youre the best / this is great / that is great / thats great / this is perfect / that is perfect / thats perfect / that looks great / looks great / you are awesome / youre awesome / that was helpful / that was great / i appreciate it / appreciate it / much appreciated / im done / we are done / love it',
    yes: 'yes / yep / yeah / yup / ya / aye / sure / sure thing / absolutely / of course / definitely / certainly / go ahead / do it / do that / do this / do so / please do / sounds good / sounds great / looks good / looks good to me / that sounds good / go for it / lets do it / lets do that / lets go / make it so / agreed / i agree / lgtm / ship it / exactly / why not / yes to all / i would like that / id like that / id love that / proceed / approved / confirm / confirmed / as you proposed / as proposed / as planned / as you suggest / as you suggested / whichever / whichever you prefer / whichever you think is best / whatever you think is best / you choose / you decide / up to you / your choice / your call / surprise me',
    no: 'no / nope / nah / no thanks / no thank you / not now / never mind / nevermind / forget it / stop / cancel / thats enough',
    go: 'continue / go on / keep going / keep at it / carry on / move on / next / next one / next step / next part / next chapter / the next one / more / more please / a few more / more of them / more of these / fix it / fix that / fix this / fix them / fix the bug / fix the error / fix those / try again / try it again / try once more / again / once more / once again / one more time / one more / another / another one / another example / retry / redo / redo it / do it again / finish / finish it / complete it / implement it / implement that / implement this / implement the plan / implement them / code it / code it up / run it / run them / apply it / apply that / apply them / apply the fix / apply the changes / start over / do the rest / the rest / and the rest / do the next / do the next one / do the other / do the others / do all of them / all of them / do both / both / both of them / solve it / solve that / prove it / prove that / refactor it / optimize it / optimise it / improve it / improve that / extend it / test it / write the tests / step 1 / step 2 / step 3 / step 4 / step two / step three / step one / part 2 / part two / keep writing / pick up where you left off / you stopped / it got cut off / it was cut off',
    same: 'the same for / the same with / the same thing / the same to / the same in / the same but / same for / same with / same thing / same again / same but / same here / likewise for / do the same / do likewise / apply the same / repeat for / repeat it for / repeat this for / repeat that for / similarly for / also for / ditto for',
    why: 'why / why though / why is that / why so / why that / but why / how / how so / how come / how exactly / how is that / how does that work / how does it work / how does this work / explain / explain that / explain it / explain this / explain why / explain how / explain more / explain further / explain in detail / elaborate / elaborate on that / what do you mean / what do you mean by that / what does that mean / what does it mean / meaning / really / are you sure / you sure / is that right / is that correct / is that true / is it correct / is this correct / i dont understand / i do not understand / i dont get it / i dont follow / tell me more / more details / more detail / in more detail / in detail / what / huh / for example / give an example / give me an example / like what / such as / such as what / prove why / what else / anything else / says who / source / sources',
    wrong:
      'no thats wrong / thats wrong / that is wrong / that was wrong / thats not right / that is not right / thats not correct / that is not correct / that isnt right / that isnt correct / thats incorrect / that is incorrect / this is wrong / this is incorrect / this is not right / it is wrong / its wrong / your answer is wrong / the answer is wrong / you are wrong / youre wrong / wrong / wrong again / incorrect / not right / not correct / not quite / still wrong / still fails / still failing / still fail / still broken / still not / still the same / still crashes / still crashing / still red / it still / they still / that still / still doesnt / still does not / still getting / still get / still have / still says / still throws / doesnt work / does not work / dont work / didnt work / did not work / isnt working / not working / its not working / it fails / it failed / it crashes / it crashed / it breaks / that fails / that failed / that broke / doesnt compile / does not compile / doesnt build / doesnt run / doesnt help / that didnt help / tests fail / the tests fail / the test fails / test fails / build fails / the build fails / i get an error / i get error / i get errors / i am getting error / it hangs / it freezes / it throws / it gives an error / gives an error / i get this error / i get the error / i got an error / i got this error / im getting / i am getting / i still / same error / same problem / same issue / same result / another error / new error / now it fails / now i get / now its / now it says / now it crashes / you missed / you forgot / you made a mistake / you made an error / you misunderstood / you broke / theres a mistake / there is a mistake / theres an error / there is an error / theres a bug / there is a bug / there are errors / thats not what i / that is not what i / not what i asked / not what i meant / not what i wanted / i meant / no i meant / no i mean / nope wrong / bad answer / try harder / no not',
    cosmetic:
      'shorter / longer / shorten / shorten it / briefer / more concise / concise / more concisely / more briefly / briefly / brief / keep it short / simpler / simplify / simplify it / simplify that / in simpler terms / in simple terms / in simple words / more simply / more formal / less formal / formal / formally / more casual / casual / informal / more friendly / friendlier / friendly / more polite / polite / politer / more professional / professional / nicer / warmer / funnier / more fun / more positive / as a table / in a table / in table form / as table / table please / as a list / as list / in a list / as bullet points / in bullet points / bullet points / bulleted / as bullets / in bullets / as a numbered list / numbered / as json / in json / as csv / as yaml / as markdown / in markdown / as plain text / as text / as an email / as a mail / as a tweet / as html / in one sentence / in a sentence / in one line / in one word / in two sentences / in three sentences / in one paragraph / in a paragraph / in short / in brief / in english / in german / in french / in spanish / in italian / in portuguese / in dutch / in polish / in russian / in turkish / in japanese / in chinese / in korean / in arabic / in hindi / rephrase / rephrase it / rephrase that / reword / reword it / reword that / rewrite it / rewrite that / translate it / translate that / translate this / translate / translate it to / translate it into / summarize / summarise / summarize it / summarise it / summarize that / summarise that / summary / sum it up / sum up / tldr / tl dr / too long / too short / less technical / more technical / with emojis / without emojis / no emojis / with an emoji / format it / reformat it / proofread it / in plain english / plain english / for a child / for kids / like im five / like im 5 / eli5 / in capital letters / in uppercase / in lowercase / sort it / sort them / alphabetically / sorted / without the code / only the code / just the code / code only / just the answer / only the answer / without explanation / no explanation / in bold / with headings / one sentence / two sentences / one paragraph / fewer words / less words / half as long / half the length / twice as long / more words / under 100 words / in 50 words / in 100 words',
    refer:
      'it / that / this / them / these / those / its / the first / the second / the third / the fourth / the last / the other / the others / the other one / the other two / the first one / the second one / the third one / the last one / the former / the latter / the previous / the previous one / the one above / above / the same / the code / this code / that code / the function / the proof / the plan / the second approach / the first approach / option 1 / option 2 / option 3 / option a / option b / option c / number 1 / number 2 / number 3 / step 5 / line 1 / tests / unit tests / a test / error handling / comments / documentation / docstrings / edge cases / benchmarks / logging / type hints / you said / you wrote / you mentioned / you suggested / you proposed / your plan / your code / your answer / your proposal / your solution / your suggestion / earlier / from before',
    add: 'and / also / now / next / what about / how about / and what about / and how about / plus / additionally / in addition / furthermore / another thing / or / but / what if / and if / instead / without / with / for / only / or rather / as well / too / okay now / ok now',
    port: 'in python / in rust / in typescript / in javascript / in java / in kotlin / in golang / in haskell / in c++',
    alone:
      'what time is it / how is it going / hows it going / is it raining / is it cold / is it warm / is it going to rain / will it rain / whats that in / what day is it / what is today / how far is it / how much is it / this week / this weekend / this morning / this evening / this afternoon / this year / this month / that is to say / those who / tell me a joke / tell me another joke / tell me a story / a fun fact / stand for / stands for',
    light:
      'summarize / summarise / summary / summary of / tldr / tl dr / sum up / translate / translation / proofread / fix the spelling / fix spelling / fix the typos / fix typos / correct the spelling / correct the grammar / correct the typos / check the spelling / check the grammar / fix the grammar / extract / list all / list the / list every / count the / count how / how many / what language / which language / detect the language / format this / format the / reformat / clean up / convert this / convert the / bullet points / key points / main points / give it a title / suggest a title / a title for / headline / sentiment / classify the / categorize / categorise / find all / find the name / find the names / find the date / what is the date / who is mentioned / who wrote / shorten / paraphrase / capitalize / remove the / replace all / replace every / sort the / alphabetize',
  },
  de: {
    filler:
      'bitte / mal / also / doch / einfach / kannst du / kannst du mir / könntest du / können sie / könnten sie / würdest du / würden sie / etwas / ein bisschen / ein wenig / mir / entschuldigung / sorry / hm / ach / na / dann / deine antwort / die antwort / den text',
    wrap: 'mach es / mach das / mache es / schreib es / schreib das / schreibe es / schreibe das / formuliere es / formulier es / gib es / gib mir / zeig es / zeig mir / erstelle es / stell es / stelle es dar',
    ok: 'ok / okay / alles klar / verstanden / gut / passt / in ordnung / verstehe / ich verstehe / aha / stimmt / macht sinn / schon klar',
    thanks:
      'danke / danke dir / danke schön / dankeschön / danke sehr / vielen dank / vielen lieben dank / besten dank / herzlichen dank / dank dir / super / toll / perfekt / prima / klasse / spitze / sehr gut / wunderbar / großartig / hervorragend / sehr hilfreich / tschüss / tschüs / ciao / auf wiedersehen / bis bald / bis später / bis morgen / gute nacht / schönen tag / schönen tag noch / schönen abend noch / das wars / das war alles / das ist alles / hat geholfen / das hat geholfen / das hilft / funktioniert / es funktioniert / es funktioniert jetzt / jetzt geht es / jetzt funktioniert es / für die hilfe / für deine hilfe / für ihre hilfe / für alles / gut gemacht / jetzt gehts / geht jetzt / klappt / klappt jetzt / es klappt / läuft / läuft jetzt',
    yes: 'ja / jawohl / jo / jep / klar / na klar / genau / gerne / gern / ja bitte / ja gerne / tu das / leg los / nur zu / einverstanden / auf gehts / lass uns das machen / unbedingt / natürlich / selbstverständlich / sicher / so machen wir das / wie vorgeschlagen / wie besprochen / du entscheidest / entscheide du / deine wahl / wie du meinst / wie du willst / such du aus',
    no: 'nein / nein danke / nö / nee / schon gut / lass gut sein / egal / vergiss es / stopp',
    go: 'weiter / weiter so / mach weiter / mache weiter / weitermachen / bitte weiter / fahre fort / fahr fort / fortfahren / fortsetzen / schreib weiter / schreibe weiter / nächster schritt / der nächste schritt / das nächste / die nächste / der nächste / behebe es / behebe das / behebe den fehler / beheb das / beheb es / repariere es / reparier das / korrigiere es / korrigiere das / korrigier das / versuch es noch einmal / versuche es noch einmal / versuch es nochmal / versuchs nochmal / versuchs noch mal / probier es noch einmal / noch einmal / noch mal / nochmal / nochmals / noch eins / noch einer / noch eine / noch ein beispiel / den rest / mach den rest / und den rest / setz es um / setze es um / setz das um / setze das um / implementiere es / implementiere das / mehr davon / mehr / noch mehr / beweise es / löse es / teste es / alle / alles / beide / schritt 2 / schritt 3 / schritt zwei / teil 2',
    same: 'dasselbe für / das gleiche für / das gleiche mit / dasselbe mit / das selbe für / dasselbe / das gleiche / genauso für / ebenso für / auch für / mach dasselbe / mach das gleiche / mach das auch für / wiederhole das für / und für',
    why: 'warum / wieso / weshalb / aber warum / wie / wie das / wie genau / warum nicht / wieso nicht / warum denn / warum das / erklär das / erkläre das / erklär es / erkläre es / erkläre / erklär / erklär mir das / erkläre warum / erklär warum / wie meinst du das / was meinst du damit / was bedeutet das / was heißt das / ich verstehe das nicht / ich verstehe es nicht / verstehe ich nicht / bist du sicher / wirklich / echt / genauer / im detail / zum beispiel / erzähl mehr / mehr details / was noch / stimmt das / ist das richtig',
    wrong:
      'das ist falsch / das war falsch / das ist nicht richtig / das stimmt nicht / stimmt nicht / das stimmt so nicht / falsch / leider falsch / nein das / nein falsch / geht nicht / geht immer noch nicht / geht leider nicht / funktioniert nicht / funktioniert so nicht / funktioniert leider nicht / funktioniert immer noch nicht / es funktioniert nicht / das funktioniert nicht / das geht nicht / es geht nicht / klappt nicht / klappt immer noch nicht / das klappt nicht / immer noch / noch immer / du hast vergessen / du hast einen fehler / du hast etwas vergessen / da ist ein fehler / da ist noch ein fehler / nicht richtig / nicht korrekt / nicht ganz / kompiliert nicht / schlägt fehl / der test schlägt fehl / die tests schlagen fehl / jetzt kommt / jetzt bekomme ich / ich bekomme einen fehler / ich bekomme / ich kriege / gleicher fehler / derselbe fehler / ich meinte / so meinte ich das nicht / hilft nicht / stürzt ab',
    cosmetic:
      'kürzer / länger / kürze es / kürze das / kurz / knapper / knapp / einfacher / vereinfache es / formeller / förmlicher / höflicher / freundlicher / lockerer / netter / als tabelle / in einer tabelle / als liste / in stichpunkten / als stichpunkte / stichpunkte / stichpunktartig / auf deutsch / auf englisch / auf französisch / auf spanisch / auf italienisch / auf russisch / auf türkisch / auf polnisch / in englisch / in deutsch / in einem satz / in zwei sätzen / in drei sätzen / in kurzform / formuliere es um / formulier es um / formuliere das um / um / umformulieren / anders formuliert / übersetze es / übersetze das / übersetze / übersetz das / übersetz es / fasse es zusammen / fass es zusammen / fasse das zusammen / fass das zusammen / fasse zusammen / zusammenfassen / zusammengefasst / zusammenfassung / zu lang / ausführlicher / als json / als csv / als e mail / als email / als mail / in einfachen worten / mit emojis / ohne emojis / nur den code / nur die antwort / ohne erklärung / sortiert / alphabetisch',
    refer:
      'tests / die tests / kommentare / fehlerbehandlung / dokumentation / davon / dafür / damit / dazu / daran / darin / daraus / darüber / die zweite / den zweiten / das zweite / der zweite / die erste / den ersten / das erste / der erste / die dritte / den dritten / das dritte / die letzte / den letzten / die andere / die anderen / den anderen / das andere / der andere / die anderen beiden / die beiden anderen / diese / diesen / dieser / dieses / dein plan / dein code / deinen code / deinen vorschlag / variante 1 / variante 2 / option 1 / option 2 / oben / vorhin',
    add: 'und / jetzt / nun / außerdem / zusätzlich / was ist mit / und was ist mit / wie wäre es mit / und wie ist es mit / als nächstes / oder / aber / auch / ohne / mit / und wenn / was wenn / stattdessen / nur',
    alone:
      'wie spät ist es / wie geht es / wie gehts / regnet es / wird es regnen / diese woche / erzähl mir einen witz / erzähle mir einen witz',
    light:
      'fasse / fass / zusammenfassung / zusammenfassen / übersetze / übersetz / übersetzung / korrigiere die rechtschreibung / rechtschreibung / rechtschreibfehler / tippfehler / stichpunkte / wichtigsten punkte / liste alle / liste die / zähle / wie viele / welche sprache / extrahiere / formatiere / kürze',
  },
  fr: {
    filler:
      's’il te plaît / s’il vous plaît / stp / svp / peux tu / pouvez vous / pourrais tu / pourriez vous / alors / donc / un peu / juste / bien / ben / la réponse / le texte / me / moi / désolé',
    wrap: 'fais le / mets le / écris le / réécris le / donne le / donne moi / montre moi / dis le / rends le / présente le',
    ok: 'ok / okay / d’accord / entendu / compris / je vois / bon / ça marche / très bien / pas de problème / je comprends',
    thanks:
      'merci / merci beaucoup / mille mercis / merci bien / grand merci / beaucoup / super / parfait / génial / excellent / top / bravo / formidable / magnifique / très utile / au revoir / à bientôt / à plus / à demain / salut / bonne nuit / bonne journée / bonne soirée / c’est tout / c’est bon / ça fonctionne / pour ton aide / pour votre aide / pour tout / c’est parfait / ça m’aide',
    yes: 'oui / ouais / oui merci / vas y / allez y / bien sûr / volontiers / avec plaisir / carrément / exactement / fais ça / faites ça / faites le / on y va / allons y / absolument / pourquoi pas / je veux bien / comme prévu / comme proposé / comme tu veux / comme vous voulez / à toi de choisir / à toi de voir / choisis',
    no: 'non / non merci / non merci ça va / laisse tomber / pas maintenant / peu importe',
    go: 'continue / continuez / continuer / poursuis / poursuivez / la suite / suite / ensuite / étape suivante / suivant / le suivant / la suivante / corrige le / corrige ça / corrigez le / corrige / répare le / réessaie / réessayez / essaie encore / essaye encore / encore / encore une fois / encore un / encore une / une autre / un autre / un autre exemple / recommence / refais le / le reste / et le reste / fais le reste / implémente le / implémente ça / applique le / termine / termine le / davantage / les deux / toutes / tous / démontre le / prouve le',
    same: 'la même chose pour / la même chose / la même chose avec / pareil pour / pareil avec / idem pour / idem / fais de même / fais pareil / de même pour / même chose pour / et pour',
    why: 'pourquoi / pourquoi ça / mais pourquoi / comment / comment ça / explique / explique moi / explique ça / expliquez / explique pourquoi / que veux tu dire / que voulez vous dire / qu’est ce que ça veut dire / ça veut dire quoi / je ne comprends pas / je comprends pas / tu es sûr / vous êtes sûr / vraiment / plus de détails / en détail / par exemple / un exemple / c’est vrai / quoi d’autre / dis m’en plus',
    wrong:
      'c’est faux / c’est pas bon / ce n’est pas ça / ce n’est pas correct / ce n’est pas juste / c’est incorrect / c’est pas ça / faux / incorrect / non c’est faux / non ce n’est pas / ça ne marche pas / ça marche pas / ça ne marche toujours pas / ça marche toujours pas / ne fonctionne pas / ne fonctionne toujours pas / ça ne fonctionne pas / ça ne fonctionne toujours pas / toujours pas / toujours la même / toujours le même / toujours une erreur / même erreur / j’ai une erreur / j’ai toujours / j’obtiens / ça plante / ça échoue / tu as oublié / vous avez oublié / tu t’es trompé / vous vous êtes trompé / il y a une erreur / pas tout à fait / pas exactement / je voulais dire / ne compile pas',
    cosmetic:
      'plus court / plus courte / plus long / plus longue / plus brièvement / raccourcis / raccourcis le / plus concis / plus simple / plus simplement / simplifie / simplifie le / plus formel / plus poli / moins formel / plus amical / sous forme de tableau / en tableau / dans un tableau / sous forme de liste / en liste / en points / en puces / en français / en anglais / en allemand / en espagnol / en italien / en une phrase / en une seule phrase / en deux phrases / reformule / reformule le / reformulez / traduis / traduis le / traduis ça / traduisez / résume / résume le / résumé / en bref / trop long / en json / en csv / avec des mots simples / sans explication / juste le code / juste la réponse',
    refer:
      'des tests / les tests / commentaires / ça / cela / ceci / le premier / la première / le deuxième / la deuxième / le second / la seconde / le troisième / le dernier / la dernière / l’autre / les autres / les deux autres / celui ci / celle ci / ton plan / ton code / ta réponse / ci dessus / option 1 / option 2',
    add: 'et / et maintenant / maintenant / aussi / puis / et si / qu’en est il de / mais / de plus / en plus / sans / avec / plutôt / seulement',
    port: 'en python / en rust / en typescript / en javascript / en java / en kotlin / en golang / en haskell / en c++',
    alone: 'ça va / comment ça va / quelle heure est il',
    light:
      'résume / résumez / résumé / résumer / traduis / traduisez / traduire / traduction / corrige l’orthographe / corrige les fautes / orthographe / extrais / points clés / liste les / compte les / combien / quelle langue / mets en forme',
  },
  es: {
    filler:
      'por favor / porfa / puedes / podrías / puede / podría / pues / entonces / un poco / bueno / solo / la respuesta / el texto / me / perdón',
    wrap: 'hazlo más / hazlo / ponlo / escríbelo / dámelo / dame / muéstrame / dilo / conviértelo en',
    ok: 'ok / okay / vale / entendido / de acuerdo / ya veo / bien / está bien / entiendo / muy bien / claro ya',
    thanks:
      'gracias / muchas gracias / mil gracias / muchísimas gracias / genial / perfecto / excelente / estupendo / fantástico / guay / buen trabajo / muy útil / adiós / hasta luego / hasta mañana / hasta pronto / chao / buenas noches / que tengas un buen día / eso es todo / funciona / ya funciona / por tu ayuda / por la ayuda / por todo / me sirve',
    yes: 'sí / si / sip / claro / claro que sí / por supuesto / adelante / dale / hazlo así / sí por favor / exacto / vamos / perfecto hazlo / procede / como propones / como propusiste / por qué no / como quieras / como prefieras / tú decides / elige tú',
    no: 'no / no gracias / déjalo / ahora no / no importa / olvídalo',
    go: 'sigue / sigue así / continúa / continua / continúe / continuar / prosigue / siguiente / siguiente paso / el siguiente / la siguiente / arréglalo / arregla eso / corrígelo / corrige eso / corrige el error / inténtalo de nuevo / inténtalo otra vez / intenta de nuevo / otra vez / de nuevo / una vez más / otro / otra / otro más / uno más / una más / otro ejemplo / el resto / haz el resto / y el resto / impleméntalo / aplícalo / termínalo / termina / más / los dos / ambos / todos / resuélvelo / demuéstralo / repítelo',
    same: 'lo mismo para / lo mismo con / lo mismo / haz lo mismo / igual para / igual con / y para / también para / repite para',
    why: 'por qué / y por qué / pero por qué / cómo / cómo así / cómo es eso / explica / explícalo / explícame / explica eso / explica por qué / qué quieres decir / qué significa eso / no entiendo / no lo entiendo / estás seguro / seguro / de verdad / en serio / más detalles / con más detalle / en detalle / por ejemplo / un ejemplo / qué más / dime más / es correcto',
    wrong:
      'está mal / eso está mal / no eso está mal / no está bien / eso no es correcto / no es correcto / es incorrecto / incorrecto / eso es falso / mal / no funciona / no me funciona / sigue sin funcionar / todavía no funciona / aún no funciona / sigue fallando / sigue dando / todavía falla / falla / sigue igual / el mismo error / me da error / me da un error / me sale / tengo un error / te equivocas / te equivocaste / te olvidaste / olvidaste / hay un error / no es lo que / no exactamente / no del todo / no compila / quise decir / quería decir',
    cosmetic:
      'más corto / más corta / más largo / más larga / más breve / más brevemente / acórtalo / resúmelo / más conciso / más simple / más sencillo / simplifícalo / más formal / menos formal / más amable / más educado / en una tabla / como tabla / en forma de tabla / como lista / en una lista / en puntos / en español / en inglés / en alemán / en francés / en italiano / en portugués / en una frase / en una oración / en dos frases / reformúlalo / reescríbelo / tradúcelo / traduce / traduce eso / resume / resumen / en resumen / en breve / demasiado largo / en json / con palabras sencillas / sin explicación / solo el código / solo la respuesta',
    refer:
      'pruebas / las pruebas / comentarios / eso / esto / ese / este / esos / estos / el primero / la primera / el segundo / la segunda / el tercero / el último / la última / el otro / la otra / los otros / los otros dos / las otras / tu plan / tu código / tu respuesta / opción 1 / opción 2 / anterior',
    add: 'y / y ahora / ahora / también / además / luego / qué tal / y qué tal / y qué hay de / y si / pero / sin / con / solo con / en vez de',
    alone: 'qué hora es / cómo estás / qué tal estás / este fin de semana / esta semana',
    light:
      'resume / resumir / resumen / resúmelo / traduce / traducir / traducción / corrige la ortografía / ortografía / extrae / puntos clave / enumera / lista los / cuenta los / cuántos / cuántas / qué idioma / formatea',
  },
  it: {
    filler:
      'per favore / per piacere / puoi / potresti / può / potrebbe / allora / un po / solo / la risposta / il testo / mi / scusa / dai',
    wrap: 'fallo / mettilo / scrivilo / dammi / mostrami / dillo / rendilo',
    ok: 'ok / okay / va bene / capito / ho capito / d’accordo / bene / molto bene / vedo',
    thanks:
      'grazie / grazie mille / mille grazie / tante grazie / molte grazie / mille / perfetto / ottimo / fantastico / eccellente / bravo / bravissimo / grande / bello / molto utile / ciao / arrivederci / a presto / a domani / buonanotte / buona notte / buona giornata / buona serata / è tutto / funziona / adesso funziona / per l’aiuto / per il tuo aiuto / di tutto',
    yes: 'sì / si / certo / certamente / procedi / vai / vai pure / fai pure / esatto / sì grazie / sì per favore / volentieri / assolutamente / fai così / andiamo / perché no / come proposto',
    no: 'no / no grazie / lascia stare / non ora / non importa',
    go: 'continua / continuare / vai avanti / avanti / prosegui / prossimo / il prossimo / la prossima / prossimo passo / passo successivo / correggilo / correggi / sistemalo / aggiustalo / riprova / prova di nuovo / prova ancora / di nuovo / ancora / ancora una volta / un altro / un’altra / un altro esempio / ancora uno / il resto / fai il resto / e il resto / implementalo / applicalo / finisci / finiscilo / altro / tutti / entrambi / risolvilo / dimostralo',
    same: 'lo stesso per / lo stesso con / la stessa cosa per / la stessa cosa / lo stesso / fai lo stesso / idem per / anche per / e per',
    why: 'perché / ma perché / e perché / in che senso / spiega / spiegalo / spiegami / spiega meglio / spiega perché / cosa intendi / cosa vuoi dire / cosa significa / che significa / non capisco / non ho capito / sei sicuro / davvero / più dettagli / in dettaglio / per esempio / ad esempio / un esempio / è corretto / cos’altro / dimmi di più',
    wrong:
      'è sbagliato / questo è sbagliato / no è sbagliato / non è corretto / non è giusto / sbagliato / errato / non funziona / non va / non funziona ancora / ancora non funziona / continua a non funzionare / fallisce / fallisce ancora / ancora errore / stesso errore / mi dà errore / mi dà un errore / ricevo un errore / ottengo / hai sbagliato / ti sei sbagliato / hai dimenticato / c’è un errore / non esattamente / non proprio / non compila / intendevo / volevo dire',
    cosmetic:
      'più corto / più corta / più breve / più brevemente / più lungo / più lunga / accorcialo / più conciso / più semplice / semplificalo / più formale / meno formale / più gentile / più cortese / in una tabella / come tabella / sotto forma di tabella / come lista / in un elenco / come elenco / per punti / in italiano / in inglese / in tedesco / in francese / in spagnolo / in una frase / in due frasi / riformula / riformulalo / riscrivilo / traduci / traducilo / riassumi / riassumilo / riassunto / in breve / troppo lungo / in json / con parole semplici / senza spiegazioni / solo il codice / solo la risposta',
    refer:
      'i test / dei test / commenti / questo / questa / quello / quella / ciò / il primo / la prima / il secondo / la seconda / il terzo / l’ultimo / l’ultima / l’altro / l’altra / gli altri / gli altri due / le altre / il tuo piano / il tuo codice / opzione 1 / opzione 2',
    add: 'e / e ora / ora / adesso / anche / inoltre / poi / e se / che ne dici di / oppure / ma / senza / con / invece',
    alone: 'che ore sono / come stai / questo fine settimana / questa settimana',
    light:
      'riassumi / riassumere / riassunto / traduci / tradurre / traduzione / correggi l’ortografia / ortografia / estrai / punti chiave / punti principali / elenca / conta le / conta i / quanti / quante / che lingua / formatta',
  },
  pt: {
    filler:
      'por favor / pode / você pode / poderia / podes / então / um pouco / só / a resposta / o texto / me / desculpa / bem',
    wrap: 'faça isso mais / coloque / escreva isso / escreve isso / me dê / mostre / mostra / transforme em / deixe / torne',
    ok: 'ok / okay / tá / tá bom / está bem / entendi / entendido / certo / beleza / tudo bem / bom / percebi',
    thanks:
      'obrigado / obrigada / muito obrigado / muito obrigada / brigado / valeu / perfeito / ótimo / excelente / maravilha / maravilhoso / legal / bacana / show / muito bom / muito útil / tchau / adeus / até logo / até mais / até amanhã / boa noite / bom dia para você / é só isso / é isso / funcionou / funciona / agora funciona / pela ajuda / por tudo',
    yes: 'sim / claro / com certeza / pode ser / pode fazer / vá em frente / vai em frente / faça isso / faz isso / sim por favor / isso mesmo / exatamente / vamos / prossiga / prossegue / por que não / como proposto',
    no: 'não / não obrigado / não obrigada / deixa pra lá / agora não / não importa / esquece',
    go: 'continue / continua / continuar / siga / segue / próximo / próxima / o próximo / próximo passo / conserte / corrija / corrige isso / corrija isso / conserte isso / arruma isso / tente novamente / tenta de novo / tente de novo / tente outra vez / de novo / outra vez / novamente / mais uma vez / mais um / mais uma / outro / outro exemplo / o resto / faça o resto / e o resto / implemente / implemente isso / aplique / termine / termina / ambos / os dois / todos / resolva / prove',
    same: 'o mesmo para / o mesmo com / a mesma coisa para / a mesma coisa / o mesmo / faça o mesmo / faz o mesmo / igual para / também para / e para',
    why: 'por quê / por que / porquê / mas por quê / como / como assim / explique / explica / explique isso / explica isso / explique melhor / o que você quer dizer / o que isso significa / o que significa isso / não entendi / não entendo / tem certeza / sério / mais detalhes / em detalhes / por exemplo / um exemplo / está correto / está certo / o que mais / me fale mais',
    wrong:
      'está errado / isso está errado / não está certo / não está correto / não isso está / incorreto / errado / não funciona / não funcionou / ainda não funciona / continua não funcionando / continua sem funcionar / ainda falha / continua falhando / continua dando / ainda dá / ainda está / mesmo erro / o mesmo erro / dá erro / deu erro / recebo um erro / estou recebendo / você errou / você esqueceu / tem um erro / há um erro / não exatamente / não é bem isso / não compila / eu quis dizer / quis dizer',
    cosmetic:
      'mais curto / mais curta / mais breve / mais longo / mais longa / encurte / encurta / resuma / resume isso / resuma isso / mais conciso / mais simples / simplifique / mais formal / menos formal / mais educado / mais amigável / em uma tabela / numa tabela / em tabela / como tabela / em forma de tabela / em lista / como lista / em tópicos / em português / em inglês / em alemão / em francês / em espanhol / em uma frase / numa frase / em duas frases / reformule / reescreva / reescreve / traduza / traduz / traduza isso / traduz isso / resumo / em resumo / muito longo / longo demais / em json / com palavras simples / sem explicação / só o código / só a resposta',
    refer:
      'testes / os testes / comentários / isso / isto / esse / essa / aquilo / o primeiro / a primeira / o segundo / a segunda / o terceiro / o último / a última / o outro / a outra / os outros / os outros dois / as outras / seu plano / seu código / opção 1 / opção 2 / acima',
    add: 'e / e agora / agora / também / além disso / depois / que tal / e se / e quanto a / mas / sem / com / em vez disso',
    alone: 'que horas são / como vai / tudo bem com você / este fim de semana / esta semana',
    light:
      'resuma / resumir / resumo / traduza / traduz / traduzir / tradução / corrija a ortografia / ortografia / extraia / pontos principais / liste os / liste as / conte / quantos / quantas / que idioma / formate',
  },
  nl: {
    filler:
      'alsjeblieft / alstublieft / aub / graag / kun je / kan je / kunt u / zou je / even / eens / een beetje / iets / wat / dus / het antwoord / de tekst / sorry / dan / me',
    wrap: 'maak het / schrijf het / zet het / geef het / geef me / geef mij / laat zien / zeg het',
    ok: 'ok / oké / okee / okay / goed / prima zo / begrepen / snap ik / ik snap het / duidelijk / in orde / akkoord',
    thanks:
      'bedankt / dank je / dank je wel / dankjewel / dank u / dank u wel / hartelijk dank / heel erg bedankt / top / super / perfect / geweldig / mooi / fijn / prima / heel erg / goed gedaan / heel nuttig / doei / dag / tot ziens / tot later / tot morgen / fijne dag / fijne avond / welterusten / dat was het / dat is alles / het werkt / het werkt nu / voor je hulp / voor de hulp / voor alles',
    yes: 'ja / jazeker / zeker / ja graag / natuurlijk / doe maar / ga je gang / doe dat / precies / goed idee / ga ervoor / inderdaad / waarom niet / zoals voorgesteld / uiteraard',
    no: 'nee / nee bedankt / nee dank je / laat maar / niet nu / maakt niet uit',
    go: 'ga door / ga verder / ga maar door / doorgaan / verder / volgende / de volgende / volgende stap / los het op / fix het / fix dat / repareer het / verbeter het / verbeter dat / probeer het opnieuw / probeer opnieuw / probeer nog eens / opnieuw / nog een keer / nog eens / nogmaals / nog een / nog eentje / nog een voorbeeld / de rest / doe de rest / en de rest / voer het uit / implementeer het / pas het toe / maak het af / meer / allemaal / beide / schrijf verder / bewijs het',
    same: 'hetzelfde voor / hetzelfde met / hetzelfde / doe hetzelfde / idem voor / ook voor / zo ook voor / en voor',
    why: 'waarom / maar waarom / waarom niet dan / hoe / hoezo / hoe dan / hoe precies / leg uit / leg dat uit / leg het uit / leg uit waarom / wat bedoel je / wat betekent dat / ik begrijp het niet / ik snap het niet / weet je het zeker / zeker weten / echt / echt waar / meer details / in detail / bijvoorbeeld / een voorbeeld / klopt dat / wat nog meer / vertel meer',
    wrong:
      'dat is fout / dat klopt niet / nee dat is / nee dat klopt / klopt niet / fout / onjuist / verkeerd / dat is niet juist / dat is verkeerd / werkt niet / het werkt niet / dat werkt niet / werkt nog steeds niet / het werkt nog steeds niet / nog steeds / doet het niet / faalt / het faalt / mislukt / dezelfde fout / ik krijg een fout / ik krijg een foutmelding / ik krijg nog / ik krijg / je hebt het mis / je bent vergeten / je vergeet / er zit een fout / niet helemaal / niet precies / compileert niet / ik bedoelde',
    cosmetic:
      'korter / langer / kort / kort het in / beknopter / bondiger / eenvoudiger / simpeler / vereenvoudig / formeler / minder formeel / beleefder / vriendelijker / als tabel / in een tabel / als lijst / in een lijst / als opsomming / in bullets / in het nederlands / in het engels / in het duits / in het frans / in het spaans / in één zin / in een zin / in twee zinnen / herformuleer / herschrijf het / vertaal / vertaal het / vertaal dat / vat het samen / vat samen / samenvatting / samengevat / te lang / uitgebreider / als json / in eenvoudige woorden / zonder uitleg / alleen de code / alleen het antwoord',
    refer:
      'dit / dat / deze / ervan / erover / daarvan / daarvoor / daarmee / de eerste / de tweede / de derde / de laatste / de andere / de anderen / de andere twee / het eerste / het tweede / je plan / je code / optie 1 / optie 2 / hierboven',
    add: 'en / en nu / nu / ook / daarnaast / bovendien / en wat dacht je van / en hoe zit het met / hoe zit het met / wat met / en als / wat als / of / maar / zonder / met / in plaats daarvan / alleen',
    alone: 'hoe laat is het / hoe gaat het / hoe is het / deze week / dit weekend',
    light:
      'vat samen / vat dit / samenvatting / samenvatten / vertaal / vertaling / corrigeer de spelling / spelling / spelfouten / haal uit / hoofdpunten / kernpunten / maak een lijst / tel / hoeveel / welke taal',
  },
  pl: {
    filler:
      'proszę / poproszę / czy możesz / możesz / czy mógłbyś / mógłbyś / trochę / tylko / więc / no / odpowiedź / tekst / przepraszam / to może / mi',
    wrap: 'zrób to bardziej / napisz to / pokaż / daj mi / zapisz to / przedstaw to / zamień to na',
    ok: 'ok / okej / dobra / dobrze / rozumiem / jasne rozumiem / w porządku / spoko / zgoda',
    thanks:
      'dzięki / dziękuję / dziekuje / dziękuję bardzo / bardzo dziękuję / wielkie dzięki / dzięki wielkie / dzięki za pomoc / dziękuję za pomoc / za pomoc / bardzo / super / świetnie / świetne / doskonale / idealnie / wspaniale / fajnie / ekstra / brawo / bardzo pomocne / do widzenia / pa / na razie / do jutra / do zobaczenia / dobranoc / miłego dnia / to wszystko / działa / teraz działa / już działa',
    yes: 'tak / tak proszę / jasne / pewnie / oczywiście / zrób to / zrób tak / śmiało / dawaj / zgadzam się / dokładnie / kontynuujmy / czemu nie / do dzieła',
    no: 'nie / nie dziękuję / nieważne / nie teraz / daj spokój',
    go: 'kontynuuj / dalej / idź dalej / jedź dalej / następny / następne / następny krok / popraw to / popraw / napraw to / napraw / spróbuj ponownie / spróbuj jeszcze raz / jeszcze raz / ponownie / znowu / jeszcze jeden / jeszcze jedno / jeszcze jedna / kolejny / kolejny przykład / inny / resztę / zrób resztę / i resztę / zaimplementuj to / zastosuj to / dokończ / dokończ to / więcej / oba / wszystkie / udowodnij to / rozwiąż to',
    same: 'to samo dla / to samo z / to samo / zrób to samo / tak samo dla / podobnie dla / również dla / i dla',
    why: 'dlaczego / czemu / ale dlaczego / a dlaczego / jak / jak to / wyjaśnij / wyjaśnij to / wytłumacz / wytłumacz to / wyjaśnij dlaczego / co masz na myśli / co to znaczy / nie rozumiem / nie rozumiem tego / jesteś pewien / na pewno / naprawdę / serio / więcej szczegółów / szczegółowo / na przykład / przykład / podaj przykład / czy to prawda / co jeszcze / powiedz więcej',
    wrong:
      'to jest źle / to źle / to jest błędne / to błąd / nie to jest / nie to źle / źle / błędnie / niepoprawnie / nieprawda / to nieprawda / to nie tak / nie działa / to nie działa / nadal nie działa / wciąż nie działa / dalej nie działa / nadal / wciąż / ten sam błąd / dostaję błąd / mam błąd / wyskakuje błąd / mylisz się / pomyliłeś się / zapomniałeś / jest błąd / nie do końca / nie całkiem / nie kompiluje się / miałem na myśli / chodziło mi',
    cosmetic:
      'krócej / krótsze / krótszy / dłużej / dłuższe / skróć / skróć to / zwięźlej / prościej / prostsze / uprość / uprość to / bardziej formalnie / formalnie / mniej formalnie / grzeczniej / uprzejmiej / jako tabela / w tabeli / w formie tabeli / jako tabelę / jako lista / jako listę / w punktach / po polsku / po angielsku / po niemiecku / po francusku / po hiszpańsku / po rosyjsku / w jednym zdaniu / w dwóch zdaniach / przeformułuj / napisz inaczej / inaczej / przetłumacz / przetłumacz to / przetłumacz na / streść / streść to / podsumuj / podsumuj to / podsumowanie / za długie / prostymi słowami / bez wyjaśnień / sam kod / tylko kod / tylko odpowiedź',
    refer:
      'testy / komentarze / tego / temu / tym / tę / tamto / pierwszy / pierwsza / pierwsze / drugi / druga / drugie / drugą / trzeci / trzecie / ostatni / ostatnie / inne / pozostałe / pozostałych / pozostałe dwa / twój plan / twój kod / opcja 1 / opcja 2 / powyżej',
    add: 'oraz / teraz / a teraz / i teraz / także / też / również / poza tym / ponadto / a co z / co z / a jeśli / a gdyby / lub / ale / bez / zamiast tego',
    alone: 'która jest godzina / jak się masz / w tym tygodniu / w ten weekend',
    light:
      'streść / streszczenie / podsumuj / podsumowanie / przetłumacz / tłumaczenie / popraw pisownię / popraw literówki / popraw ortografię / literówki / wypisz / wymień / policz / ile / jaki język / najważniejsze punkty / główne punkty',
  },
  ru: {
    filler:
      'пожалуйста / можешь / можете / мог бы ты / не мог бы ты / немного / чуть / просто / только / ну / ответ / текст / мне / извини',
    wrap: 'сделай это / сделай / напиши это / покажи / дай / дай мне / представь это / оформи',
    ok: 'ок / окей / хорошо / понятно / понял / поняла / ясно / ладно / всё ясно / договорились',
    thanks:
      'спасибо / спасибо большое / большое спасибо / огромное спасибо / спс / благодарю / большое / отлично / супер / круто / здорово / прекрасно / идеально / замечательно / класс / молодец / очень полезно / пока / до свидания / до завтра / до встречи / спокойной ночи / хорошего дня / это всё / это все / работает / теперь работает / заработало / за помощь / за всё / тебе / вам',
    yes: 'да / ага / угу / конечно / давай / давайте / да пожалуйста / сделай так / делай / действуй / вперёд / вперед / поехали / согласен / согласна / точно / именно / разумеется / почему бы и нет',
    no: 'нет / нет спасибо / не надо / не сейчас / неважно / забудь',
    go: 'продолжай / продолжи / продолжайте / дальше / давай дальше / далее / следующий / следующее / следующая / следующий шаг / исправь / исправь это / исправь ошибку / почини / почини это / попробуй ещё раз / попробуй еще раз / попробуй снова / ещё раз / еще раз / снова / заново / ещё один / еще один / ещё одну / ещё / еще / другой / другой пример / остальное / сделай остальное / и остальное / реализуй это / реализуй / примени / закончи / больше / оба / все / докажи / докажи это / реши / реши это',
    same: 'то же самое для / то же самое с / то же самое / то же для / сделай то же / сделай то же самое / так же для / также для / и для / аналогично для',
    why: 'почему / но почему / а почему / почему так / зачем / как / как так / как это / объясни / объясни это / поясни / объясни подробнее / объясни почему / что ты имеешь в виду / что это значит / не понимаю / я не понимаю / не понял / ты уверен / уверен / точно ли / правда / серьёзно / подробнее / поподробнее / например / пример / приведи пример / это правильно / что ещё / расскажи подробнее',
    wrong:
      'неправильно / это неправильно / нет это / нет неправильно / неверно / это неверно / это не так / не так / ошибка / это ошибка / не работает / это не работает / всё ещё не работает / все еще не работает / всё равно не работает / по прежнему не / всё ещё / все еще / опять ошибка / опять не / та же ошибка / выдаёт ошибку / выдает ошибку / получаю ошибку / падает / ты ошибся / ты ошибаешься / вы ошиблись / ты забыл / тут ошибка / здесь ошибка / не совсем / не компилируется / я имел в виду / я имела в виду',
    cosmetic:
      'короче / покороче / длиннее / подлиннее / сократи / сократи это / кратко / коротко / проще / попроще / упрости / упрости это / более формально / формальнее / официальнее / вежливее / дружелюбнее / в виде таблицы / таблицей / в таблице / в виде списка / списком / по пунктам / на русском / на английском / на немецком / на французском / на испанском / по русски / по английски / по немецки / одним предложением / в одном предложении / в двух предложениях / перефразируй / перефразируй это / переформулируй / перепиши / переведи / переведи это / переведи на / резюмируй / резюме / подытожь / вкратце / слишком длинно / простыми словами / без объяснений / только код / только ответ',
    refer:
      'тесты / комментарии / это / этого / этому / этот / эту / эти / его / её / их / первый / первую / первое / второй / вторую / второе / второго / третий / третье / последний / последнее / другой вариант / остальных / остальные / другие / других / других двух / твой план / твой код / выше / вариант 1 / вариант 2',
    add: 'и / а / а теперь / теперь / также / тоже / ещё и / кроме того / потом / а что насчёт / а что насчет / как насчёт / как насчет / а если / что если / или / но / без / с / вместо этого',
    alone: 'который час / сколько времени / как дела / на этой неделе / в эти выходные',
    light:
      'кратко изложи / изложи / резюмируй / резюме / перескажи / переведи / перевод / исправь орфографию / орфографию / опечатки / ошибки в тексте / выпиши / перечисли / посчитай / сколько / какой язык / основные мысли / главные пункты',
  },
  tr: {
    filler:
      'lütfen / bana / yapabilir misin / eder misin / misin / mısın / biraz / sadece / peki / o zaman / yanıtı / cevabı / metni / pardon / bir',
    wrap: 'bunu yap / şunu yap / bunu yaz / bana ver / göster / hale getir / yaz',
    ok: 'tamam / tamamdır / anladım / anlaşıldı / olur / peki tamam / iyi / güzel / ok',
    thanks:
      'teşekkürler / teşekkür ederim / çok teşekkürler / çok teşekkür ederim / teşekkür / sağ ol / sağol / sağ olun / eyvallah / çok / harika / mükemmel / süper / muhteşem / çok iyi / çok güzel / aferin / çok yardımcı oldu / hoşça kal / hoşçakal / güle güle / görüşürüz / iyi geceler / iyi günler / iyi akşamlar / bu kadar / hepsi bu / çalışıyor / şimdi çalışıyor / oldu / yardımın için / yardımınız için / her şey için',
    yes: 'evet / evet lütfen / tabii / tabii ki / elbette / aynen / kesinlikle / devam et lütfen / yap / başla / hadi / hadi yap / uygula / onaylıyorum / neden olmasın / öyle yap',
    no: 'hayır / hayır teşekkürler / yok / boş ver / boşver / şimdi değil / gerek yok',
    go: 'devam / devam et / devam edin / sürdür / sonraki / sıradaki / sonraki adım / düzelt / bunu düzelt / onu düzelt / hatayı düzelt / tekrar dene / yeniden dene / tekrar / yeniden / bir daha / bir kez daha / bir tane daha / başka / başka bir örnek / kalanı / geri kalanı / kalanını yap / bitir / tamamla / daha fazla / ikisi de / hepsi / kanıtla / çöz',
    same: 'aynısını / aynısı / aynı şeyi / aynı şey / aynısını yap / aynı şekilde / için de',
    why: 'neden / niye / niçin / ama neden / nasıl / nasıl yani / açıkla / bunu açıkla / açıklar mısın / nedenini açıkla / ne demek istiyorsun / ne demek / bu ne demek / anlamadım / anlamıyorum / emin misin / gerçekten mi / gerçekten / cidden / daha fazla ayrıntı / ayrıntılı / detaylı / örneğin / örnek ver / doğru mu / bu doğru mu / başka ne',
    wrong:
      'yanlış / bu yanlış / hayır bu / hayır yanlış / doğru değil / bu doğru değil / hatalı / çalışmıyor / bu çalışmıyor / hala çalışmıyor / hâlâ çalışmıyor / yine çalışmıyor / olmadı / hala / hâlâ / aynı hata / hata veriyor / hata alıyorum / yine hata / hata var / yanılıyorsun / unuttun / tam değil / tam olarak değil / derlenmiyor / demek istediğim / başarısız oluyor',
    cosmetic:
      'daha kısa / kısalt / kısaca / kısa / daha uzun / uzat / daha basit / basitleştir / daha resmi / resmi / daha samimi / daha kibar / tablo olarak / tablo halinde / tabloya / liste olarak / liste halinde / maddeler halinde / madde madde / türkçe / türkçe olarak / ingilizce / ingilizce olarak / almanca / almanca olarak / fransızca / ispanyolca / tek cümleyle / tek cümlede / bir cümleyle / iki cümleyle / başka şekilde ifade et / yeniden yaz / çevir / bunu çevir / özetle / bunu özetle / özet / çok uzun / basit kelimelerle / açıklama olmadan / sadece kod / sadece kodu / sadece cevap',
    refer:
      'testler / testleri / testlerini / bu / şu / bunu / onu / şunu / bunun / onun / bunlar / ilki / birincisi / ikincisi / ikinci / üçüncü / sonuncusu / diğeri / diğerleri / diğer / diğer iki / planın / kodun / yukarıdaki',
    add: 've / şimdi / ayrıca / bir de / sonra / ya / ya da / peki ya / ne dersin / ama / olmadan / ile / yerine / eğer',
    alone: 'saat kaç / nasılsın / ne haber / bu hafta / bu hafta sonu / bu akşam / bu gece / bu sabah',
    light:
      'özetle / özetler misin / özet / özetini / çevir / çeviri / tercüme / yazım hatalarını / imla / listele / say / kaç / hangi dil / ana noktaları / ana fikirleri / çıkar',
  },
  ja: {
    filler:
      'お願いします / お願い / ください / 下さい / して / では / じゃあ / それでは / ちょっと / もう少し / もっと / すみません / です / ます / ね / よ / を / に / で / 答えを / 回答を / 文章を',
    wrap: 'それを / これを / にして / にしてください / 書いて / 見せて / してくれますか / してもらえますか',
    ok: 'わかりました / 分かりました / わかった / 分かった / 了解 / 了解です / 了解しました / なるほど / オッケー / オーケー / 大丈夫 / そうですか',
    thanks:
      'ありがとう / ありがとうございます / ありがとうございました / どうも / どうもありがとう / サンキュー / 感謝します / 助かりました / 助かります / 完璧 / 素晴らしい / すごい / いいですね / 最高 / さようなら / またね / じゃあね / おやすみ / おやすみなさい / 以上です / 動きました / 完璧です / 本当に',
    yes: 'はい / うん / ええ / そうです / もちろん / いいですよ / 進めて / 進めてください / それでお願いします / やって / やってください / どうぞ / 賛成 / お願いしたい / お任せします / おまかせします / 任せます',
    no: 'いいえ / いや / 結構です / やめて / もういい',
    go: '続けて / 続けてください / 続き / 続きを / 続きをお願いします / 次 / 次へ / 次に進んで / 直して / 直してください / 修正して / 修正してください / もう一度 / もう一回 / もう一つ / もうひとつ / やり直して / やり直してください / 再試行 / 他の例 / 別の例 / 残り / 残りも / 残りもお願いします / 実装して / 実装してください / 適用して / 全部 / 両方 / 証明して',
    same: '同じことを / 同じように / 同様に / 同じ / も同じ / も同じように / にも同じ',
    why: 'なぜ / なぜですか / どうして / どうしてですか / なんで / どうやって / どのように / 説明して / 説明してください / それを説明して / 詳しく / 詳しく説明して / どういう意味 / どういう意味ですか / どういうこと / わかりません / 分かりません / 本当 / 本当ですか / 本当に正しい / 確かですか / 例えば / 例は / もっと詳しく / なぜそうなる / か',
    wrong:
      '違います / 違う / それは違います / それは間違い / 間違っています / 間違い / 間違ってる / 正しくない / 正しくありません / 動きません / 動かない / まだ動かない / まだ動きません / うまくいかない / うまくいきません / まだ / エラーが / エラーになる / エラーになります / 同じエラー / 失敗します / 失敗した / 忘れて / 抜けて / そうではなく / そうじゃなく',
    cosmetic:
      '短く / 短くして / もっと短く / 短めに / 長く / もっと長く / 簡単に / もっと簡単に / 簡潔に / 簡潔にして / 丁寧に / もっと丁寧に / カジュアルに / 表で / 表にして / 表形式で / 表に / リストで / リストにして / 箇条書きで / 箇条書きにして / 箇条書き / 日本語で / 英語で / ドイツ語で / フランス語で / 中国語で / 一文で / 一言で / 要約して / 要約 / まとめて / 翻訳して / 訳して / 書き直して / 言い換えて / 長すぎ / 長すぎます / わかりやすく / 分かりやすく / コードだけ / 答えだけ',
    refer:
      'テスト / テストも / それ / これ / あれ / その / この / 二つ目 / 2つ目 / 一つ目 / 1つ目 / 三つ目 / 2番目 / 二番目 / 最初の / 最後の / 他の / 残りの / 前の / 上の / さっきの',
    add: 'そして / また / 次は / あと / それと / では次 / は / でも / それから / 今度は / さらに / 代わりに',
    port: 'pythonで / rustで / typescriptで / javascriptで / javaで / kotlinで / golangで / haskellで / c++で',
    alone: '今何時 / 元気ですか / 今日は / この週末',
    light:
      '要約 / 翻訳 / 訳して / まとめて / 誤字 / 校正 / 抜き出して / 抽出 / 箇条書き / 数えて / いくつ / 何語 / 列挙 / 要点',
  },
  zh: {
    filler:
      '请 / 请你 / 你能 / 能不能 / 可以 / 能 / 帮我 / 麻烦 / 一下 / 那 / 那么 / 一点 / 更 / 再 / 吧 / 吗 / 呢 / 啊 / 了 / 的 / 把它 / 把答案 / 好吗 / 写 / 用 / 給我 / 给我',
    wrap: '把它写成 / 写成 / 改成 / 变成 / 做成 / 把它改成 / 弄',
    ok: '好 / 好的 / 好吧 / 行 / 知道了 / 明白 / 明白了 / 了解 / 懂了 / 嗯 / 收到 / 没问题',
    thanks:
      '谢谢 / 谢谢你 / 谢谢您 / 多谢 / 非常感谢 / 感谢 / 谢了 / 謝謝 / 太好了 / 太棒了 / 很好 / 非常好 / 完美 / 不错 / 厉害 / 真棒 / 再见 / 拜拜 / 晚安 / 明天见 / 就这样 / 就这些 / 没有了 / 可以用了 / 成功了 / 你的帮助 / 帮了大忙',
    yes: '是 / 是的 / 对 / 对的 / 当然 / 可以的 / 去做吧 / 做吧 / 开始吧 / 就这么办 / 同意 / 没错 / 是 请 / 好 开始 / 确认 / 行 就这样做 / 按你说的做',
    no: '不 / 不用 / 不用了 / 不要 / 不需要 / 算了 / 没事',
    go: '继续 / 请继续 / 接着 / 接着写 / 继续写 / 继续说 / 下一个 / 下一步 / 修复 / 修复它 / 修好它 / 修一下 / 改正 / 改一下 / 修改一下 / 再试一次 / 再试 / 重试 / 再来 / 再来一次 / 再来一个 / 再一次 / 再一个 / 再举一个例子 / 重做 / 重新做 / 剩下的 / 其余的 / 完成它 / 写完 / 实现它 / 执行 / 应用 / 全部 / 两个都 / 更多 / 证明它 / 解决它 / 繼續',
    same: '同样的 / 同样 / 一样 / 也一样 / 同理 / 对其他 / 对另外 / 做同样的',
    why: '为什么 / 为啥 / 为何 / 为什么呢 / 怎么 / 怎么会 / 怎么说 / 如何 / 解释 / 解释一下 / 请解释 / 详细 / 详细说明 / 详细解释 / 详细一点 / 说详细点 / 什么意思 / 这是什么意思 / 你是什么意思 / 不懂 / 我不懂 / 我不明白 / 没明白 / 确定吗 / 你确定 / 你确定吗 / 真的吗 / 真的 / 例如 / 举个例子 / 比如 / 对吗 / 還有呢 / 还有呢 / 為什麼',
    wrong:
      '不对 / 这不对 / 不是这样 / 错了 / 你错了 / 这是错的 / 是错的 / 错误 / 不正确 / 不行 / 还是不行 / 还不行 / 不工作 / 没用 / 没有用 / 还是 / 仍然 / 依然 / 还是错 / 报错 / 又报错 / 出错了 / 同样的错误 / 失败了 / 运行失败 / 编译不过 / 你忘了 / 你漏了 / 有错误 / 有问题 / 不完全对 / 我的意思是 / 我是说 / 不對',
    cosmetic:
      '短一点 / 短点 / 简短 / 简短一点 / 更短 / 太长 / 太长了 / 长一点 / 更长 / 简单一点 / 简单点 / 更简单 / 简洁 / 简洁一点 / 正式一点 / 更正式 / 礼貌一点 / 用表格 / 表格 / 做成表格 / 列成表格 / 用列表 / 列表 / 列成清单 / 分点 / 分点说明 / 用中文 / 中文 / 用英文 / 用英语 / 英文 / 用德语 / 用法语 / 用日语 / 一句话 / 用一句话 / 一句话总结 / 总结 / 总结一下 / 概括 / 概括一下 / 翻译 / 翻译一下 / 翻译成 / 改写 / 换个说法 / 重写 / 通俗一点 / 只要代码 / 只要答案 / 不要解释',
    refer:
      '测试 / 注释 / 这 / 那个 / 它 / 它们 / 这个 / 这些 / 那些 / 第一个 / 第二个 / 第三个 / 最后一个 / 另一个 / 另外 / 另外两个 / 其他 / 其他的 / 上面 / 上面的 / 刚才 / 前面的 / 你的计划 / 你的代码',
    add: '还有 / 而且 / 现在 / 然后 / 接下来 / 那如果 / 如果 / 或者 / 但是 / 也 / 另外还 / 换成 / 不用这个',
    alone: '现在几点 / 你好吗 / 这周末 / 这个周末 / 今天',
    light:
      '总结 / 概括 / 摘要 / 翻译 / 校对 / 错别字 / 提取 / 列出 / 多少 / 几个 / 什么语言 / 要点 / 主要内容 / 翻譯 / 總結',
  },
  ko: {
    filler:
      '좀 / 제발 / 부탁해 / 부탁해요 / 부탁합니다 / 부탁드립니다 / 주세요 / 줘 / 해줘 / 해주세요 / 해 / 그럼 / 그러면 / 조금 / 더 / 만 / 을 / 를 / 로 / 요 / 답변을 / 글을 / 할 수 있어 / 으로',
    wrap: '그것을 / 그걸 / 이걸 / 이것을 / 만들어 / 써 / 작성해 / 보여 / 바꿔 / 다시 써',
    ok: '네 알겠습니다 / 알겠습니다 / 알겠어요 / 알겠어 / 알았어 / 알았어요 / 이해했어요 / 이해했습니다 / 오케이 / 좋아 / 그렇군요 / 괜찮아요',
    thanks:
      '감사합니다 / 감사해요 / 고마워 / 고마워요 / 고맙습니다 / 정말 / 정말 감사합니다 / 대단히 감사합니다 / 땡큐 / 완벽해요 / 완벽해 / 완벽합니다 / 좋아요 / 좋네요 / 훌륭해요 / 훌륭합니다 / 최고 / 최고예요 / 잘했어 / 잘했어요 / 도움이 됐어요 / 안녕 / 안녕히 계세요 / 잘 가 / 잘자 / 잘 자 / 내일 봐 / 또 봐요 / 이게 다야 / 작동해요 / 이제 돼요 / 도와줘서',
    yes: '네 / 예 / 응 / 그래 / 그래요 / 물론 / 물론이죠 / 당연하지 / 진행해 / 진행해주세요 / 진행하세요 / 그렇게 해 / 그렇게 해줘 / 그렇게 해주세요 / 해봐 / 시작해 / 맞아 / 맞아요 / 좋아 진행해',
    no: '아니 / 아니요 / 아니오 / 괜찮습니다 / 됐어 / 됐어요 / 그만',
    go: '계속 / 계속해 / 계속해줘 / 계속해주세요 / 계속하세요 / 이어서 / 이어서 써줘 / 다음 / 다음 단계 / 다음 것 / 고쳐 / 고쳐줘 / 고쳐주세요 / 수정해 / 수정해줘 / 수정해주세요 / 다시 / 다시 해 / 다시 해줘 / 다시 시도해 / 다시 시도해줘 / 다시 한번 / 한 번 더 / 하나 더 / 다른 예 / 다른 예시 / 나머지 / 나머지도 / 나머지도 해줘 / 구현해 / 구현해줘 / 적용해 / 적용해줘 / 완성해 / 둘 다 / 전부 / 모두 / 증명해',
    same: '똑같이 / 똑같은 / 같은 것을 / 같은 걸 / 마찬가지로 / 동일하게 / 도 똑같이 / 도 같은',
    why: '왜 / 왜요 / 왜 그래 / 왜 그런가요 / 왜 그렇지 / 왜죠 / 어떻게 / 어떻게요 / 설명해 / 설명해줘 / 설명해주세요 / 자세히 / 더 자세히 / 자세히 설명해줘 / 무슨 뜻 / 무슨 뜻이야 / 무슨 뜻이에요 / 무슨 말이야 / 이해가 안 돼 / 이해가 안 돼요 / 모르겠어 / 확실해 / 확실해요 / 정말이야 / 정말요 / 진짜 / 예를 들면 / 예시 / 예를 들어줘 / 맞나요 / 그건 왜',
    wrong:
      '틀렸어 / 틀렸어요 / 틀렸습니다 / 아니 틀렸어 / 그건 틀렸어 / 잘못됐어 / 잘못됐어요 / 잘못된 / 맞지 않아 / 맞지 않아요 / 정확하지 않아 / 안 돼 / 안돼 / 안 돼요 / 안돼요 / 안 됩니다 / 작동하지 않아 / 작동하지 않아요 / 작동하지 않습니다 / 아직도 / 여전히 / 아직 안 / 에러가 / 오류가 / 같은 오류 / 같은 에러 / 실패해 / 실패했어 / 컴파일이 안 / 빠뜨렸어 / 잊었어 / 그게 아니라 / 내 말은',
    cosmetic:
      '더 짧게 / 짧게 / 짧게 해줘 / 더 길게 / 길게 / 간단하게 / 더 간단하게 / 간단히 / 간결하게 / 쉽게 / 더 쉽게 / 공손하게 / 더 공손하게 / 격식 있게 / 친근하게 / 표로 / 표로 만들어 / 표로 정리해 / 표 형식으로 / 목록으로 / 리스트로 / 글머리 기호로 / 한국어로 / 영어로 / 독일어로 / 일본어로 / 중국어로 / 한 문장으로 / 한 줄로 / 두 문장으로 / 요약 / 요약해 / 요약해줘 / 요약해주세요 / 번역해 / 번역해줘 / 바꿔 써 / 다시 표현해 / 너무 길어 / 코드만 / 답만',
    refer:
      '테스트 / 테스트도 / 그것 / 그거 / 이것 / 이거 / 저것 / 그 / 이 / 두 번째 / 첫 번째 / 세 번째 / 마지막 / 다른 것 / 나머지 / 위의 / 아까 / 앞의',
    add: '그리고 / 이제 / 또 / 또한 / 그다음 / 다음은 / 는 / 은 / 만약 / 하지만 / 아니면 / 대신',
    alone: '지금 몇 시 / 몇 시야 / 잘 지내 / 이번 주 / 이번 주말',
    light: '요약 / 번역 / 맞춤법 / 오타 / 교정 / 추출 / 나열 / 목록 / 몇 개 / 어떤 언어 / 요점 / 핵심',
  },
  ar: {
    filler:
      'من فضلك / لو سمحت / رجاء / رجاءً / هل يمكنك / يمكنك / ممكن / هل / قليلا / قليلاً / فقط / طيب / إذن / الإجابة / النص / لي / عفوا',
    wrap: 'اجعله / اجعلها / اكتبه / اكتبها / أعطني / أرني / ضعه / حوله إلى / اجعل',
    ok: 'حسنا / حسناً / تمام / فهمت / مفهوم / أوكي / اوكي / جيد / ماشي',
    thanks:
      'شكرا / شكراً / شكرا لك / شكرا جزيلا / شكراً جزيلاً / شكرا كثيرا / جزيلا / كثيرا / لك / مشكور / ممتاز / رائع / عظيم / مثالي / أحسنت / جميل / مفيد جدا / جدا / مع السلامة / وداعا / إلى اللقاء / تصبح على خير / يوم سعيد / هذا كل شيء / هذا كل ما / يعمل الآن / نجح / على المساعدة / على مساعدتك',
    yes: 'نعم / أجل / أيوه / ايوه / بالتأكيد / طبعا / طبعاً / أكيد / بالطبع / تفضل / نعم من فضلك / افعل ذلك / افعلها / قم بذلك / ابدأ / موافق / بالضبط / هيا',
    no: 'لا / لا شكرا / لا داعي / ليس الآن / لا يهم / انس الأمر',
    go: 'استمر / أكمل / اكمل / تابع / واصل / التالي / الخطوة التالية / التالية / أصلحه / أصلحها / أصلح ذلك / أصلح الخطأ / صححه / صحح ذلك / حاول مرة أخرى / حاول مجددا / مرة أخرى / مجددا / مجدداً / من جديد / مرة ثانية / واحد آخر / مثال آخر / آخر / الباقي / أكمل الباقي / نفذه / نفذ ذلك / نفذ / طبقه / المزيد / كلاهما / جميعها / أثبت ذلك / أثبته',
    same: 'نفس الشيء / نفس الشيء مع / نفس الشيء بالنسبة / الشيء نفسه / افعل الشيء نفسه / افعل نفس الشيء / كذلك مع / وبالمثل',
    why: 'لماذا / ولماذا / لكن لماذا / ليش / كيف / كيف ذلك / كيف يعني / اشرح / اشرح ذلك / اشرح لي / اشرح أكثر / وضح / وضح أكثر / اشرح لماذا / ماذا تقصد / ماذا يعني ذلك / ما معنى ذلك / لا أفهم / لم أفهم / هل أنت متأكد / متأكد / حقا / حقاً / بالتفصيل / تفاصيل أكثر / مثلا / على سبيل المثال / أعطني مثالا / هل هذا صحيح / ماذا أيضا',
    wrong:
      'خطأ / هذا خطأ / لا هذا خطأ / لا هذا / غير صحيح / هذا غير صحيح / ليس صحيحا / ليس صحيحاً / لا يعمل / هذا لا يعمل / ما زال لا يعمل / لا يزال لا يعمل / لا زال / ما زال / لا يزال / لم يعمل / لم ينجح / نفس الخطأ / يظهر خطأ / يظهر لي خطأ / أحصل على خطأ / أنت مخطئ / أخطأت / نسيت / هناك خطأ / يوجد خطأ / ليس تماما / ليس بالضبط / أقصد / قصدت',
    cosmetic:
      'أقصر / اقصر / أقصر من فضلك / اختصر / اختصره / باختصار / أطول / اطول / أبسط / بسطه / بشكل أبسط / ببساطة / أكثر رسمية / رسمي / أكثر ودا / كجدول / في جدول / على شكل جدول / جدول / كقائمة / في قائمة / على شكل قائمة / على شكل نقاط / في نقاط / بالعربية / بالعربي / بالإنجليزية / بالانجليزية / بالألمانية / بالفرنسية / في جملة واحدة / بجملة واحدة / أعد صياغته / أعد الصياغة / أعد صياغتها / ترجم / ترجمه / ترجمها / ترجم ذلك / لخص / لخصه / ملخص / طويل جدا / بكلمات بسيطة / الكود فقط / بدون شرح',
    refer:
      'هذا / هذه / ذلك / تلك / الأول / الأولى / الثاني / الثانية / الثالث / الثالثة / الأخير / الأخيرة / الآخر / الأخرى / الآخرين / الملفين الآخرين / خطتك / أعلاه',
    add: 'و / والآن / الآن / أيضا / أيضاً / ثم / ماذا عن / وماذا عن / ماذا لو / وإذا / أو / لكن / بدون / مع / بدلا من ذلك',
    alone: 'كم الساعة / كيف حالك / هذا الأسبوع',
    light:
      'لخص / ملخص / تلخيص / ترجم / ترجمة / صحح الإملاء / الإملاء / الأخطاء الإملائية / استخرج / عدد / كم / النقاط الرئيسية / أهم النقاط / ما لغة / رتب',
  },
  hi: {
    filler:
      'कृपया / प्लीज़ / प्लीज / क्या आप / क्या तुम / सकते हैं / सकते हो / थोड़ा / और थोड़ा / बस / तो / ज़रा / जरा / मुझे / उत्तर / जवाब / हैं / है / हूँ / में / को / करो / करें / दो / दीजिए / कीजिए / दें',
    wrap: 'इसे / उसे / बना दो / बनाओ / बनाइए / लिखो / लिखिए / लिख दो / कर दो / बदलो',
    ok: 'ठीक है / ठीक / अच्छा / समझ गया / समझ गई / समझ गए / ओके / ओके जी / हाँ समझ गया',
    thanks:
      'धन्यवाद / बहुत धन्यवाद / बहुत बहुत धन्यवाद / शुक्रिया / बहुत शुक्रिया / आपका / थैंक्यू / थैंक यू / बहुत / बढ़िया / बहुत बढ़िया / बहुत अच्छा / शानदार / उत्तम / वाह / परफेक्ट / अलविदा / फिर मिलेंगे / शुभ रात्रि / नमस्ते / बस इतना ही / काम कर रहा है / अब काम कर रहा है / मदद के लिए',
    yes: 'हाँ / हां / जी / जी हाँ / जी हां / हाँ जी / बिल्कुल / ज़रूर / जरूर / आगे बढ़ो / आगे बढ़ें / आगे बढ़िए / कर दीजिए / हाँ करो / शुरू करो / सही / सहमत',
    no: 'नहीं / नहीं धन्यवाद / रहने दो / अभी नहीं / कोई बात नहीं',
    go: 'जारी रखें / जारी रखो / जारी रखिए / आगे / आगे लिखो / अगला / अगला कदम / ठीक करो / इसे ठीक करो / इसे ठीक करें / ठीक करें / ठीक कर दो / सुधारो / फिर से / फिर से कोशिश करो / फिर से कोशिश करें / दोबारा / दोबारा कोशिश करो / एक बार और / एक और / एक और उदाहरण / बाकी / बाकी भी / बाकी भी करो / लागू करो / पूरा करो / और / दोनों / सभी / साबित करो / हल करो',
    same: 'वही / यही / वैसा ही / ऐसा ही / वही काम / यही काम / के लिए भी / के लिए भी यही / भी यही / भी वही',
    why: 'क्यों / लेकिन क्यों / पर क्यों / कैसे / कैसे भला / समझाओ / समझाइए / समझाएं / इसे समझाओ / विस्तार से / विस्तार से समझाओ / विस्तार से बताओ / क्या मतलब / इसका क्या मतलब / मतलब / समझ नहीं आया / मुझे समझ नहीं आया / क्या आपको यकीन / पक्का / सच में / उदाहरण / उदाहरण दो / उदाहरण के लिए / क्या यह सही / और बताओ / ऐसा क्यों',
    wrong:
      'गलत / यह गलत / ये गलत / नहीं यह / नहीं ये / नहीं गलत / सही नहीं / यह सही नहीं / ग़लत / काम नहीं कर रहा / काम नहीं करता / काम नहीं किया / यह काम नहीं / अभी भी / अब भी / फिर भी / वही त्रुटि / वही एरर / त्रुटि आ रही / एरर आ रहा / एरर आ रही / विफल / तुम भूल गए / आप भूल गए / गलती / इसमें गलती / मेरा मतलब',
    cosmetic:
      'छोटा / और छोटा / छोटा करो / छोटे में / संक्षेप में / संक्षिप्त / लंबा / और लंबा / सरल / और सरल / सरल शब्दों में / आसान भाषा में / आसान शब्दों में / औपचारिक / और औपचारिक / विनम्र / तालिका में / तालिका के रूप में / टेबल में / टेबल के रूप में / सूची में / सूची के रूप में / बिंदुओं में / बुलेट पॉइंट में / हिंदी में / हिन्दी में / अंग्रेज़ी में / अंग्रेजी में / जर्मन में / फ्रेंच में / एक वाक्य में / एक लाइन में / दो वाक्यों में / दूसरे शब्दों में / अनुवाद / अनुवाद करो / इसका अनुवाद करो / अनुवाद करें / सारांश / सारांश दो / बहुत लंबा / केवल कोड / सिर्फ कोड',
    refer:
      'यह / वह / ये / वे / इसका / इसके / इसमें / उसका / उसमें / इस / उस / पहला / पहली / पहले वाला / दूसरा / दूसरी / दूसरे / दूसरा वाला / तीसरा / आखिरी / बाकी दो / ऊपर / ऊपर वाला',
    add: 'अब / भी / साथ ही / इसके अलावा / फिर / और अब / और क्या / अगर / लेकिन / या / के बिना / के साथ / की जगह',
    alone: 'कितने बजे / कैसे हो / कैसे हैं / इस हफ्ते',
    light: 'सारांश / अनुवाद / वर्तनी / टाइपो / सूची बनाओ / गिनो / कितने / कौन सी भाषा / मुख्य बिंदु / निकालो',
  },
}
