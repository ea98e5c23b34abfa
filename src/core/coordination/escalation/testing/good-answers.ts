/** Answers as a reader would be content with, each of a kind that a careless judge takes for a bad one. */
export interface Sample {
  name: string
  question: string
  content: string
}

const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => row(index + 1)).join('\n')

export const goodAnswers: readonly Sample[] = [
  { name: 'one word', question: 'What is the capital of France?', content: 'Paris.' },
  { name: 'a number', question: 'What is 17 * 23?', content: '391' },
  { name: 'yes', question: 'Is 97 a prime number? Answer yes or no.', content: 'Yes' },
  { name: 'a thumb', question: 'Thanks, that was all!', content: '👍' },
  {
    name: 'an apology that helps',
    question: 'Your last answer was wrong, the meeting is on Tuesday.',
    content:
      'I am sorry for the mix-up. The meeting is on Tuesday, so the plan moves one day: agenda on Sunday, slides on Monday, and a reminder on Tuesday morning.',
  },
  {
    name: 'praise that begins with "I can’t"',
    question: 'Write a review of a bakery in two sentences.',
    content:
      'I can’t recommend this bakery enough. The rye bread is dense and fragrant, and the staff remember what you like.',
  },
  {
    name: 'a letter that declines an invitation',
    question: 'Write a polite message that I cannot come to the party.',
    content:
      'Dear Sam,\n\nThank you for the invitation. Unfortunately I cannot make it on Saturday, since I am already promised elsewhere. I hope you have a wonderful evening!\n\nBest wishes',
  },
  {
    name: 'a German letter that declines',
    question: 'Schreibe eine Absage an einen Bewerber.',
    content:
      'Betreff: Ihre Bewerbung\n\nSehr geehrte Frau Doktor,\n\nvielen Dank für Ihr Interesse. Leider können wir Ihnen keine positive Antwort geben, denn wir haben uns für eine andere Person entschieden.\n\nMit freundlichen Grüßen',
  },
  {
    name: 'what a customer says, in quotes',
    question: 'How should support answer an angry customer?',
    content:
      'Begin with what happened. Instead of "I cannot help you with that", say what you can do: name the next step, who takes it and when. Then keep to it.',
  },
  {
    name: 'no eyes and no network, honestly',
    question: 'What is the weather in Oslo right now?',
    content:
      'I cannot access real-time data, so I cannot tell you the weather of this moment. In November Oslo usually has 0 to 5 °C; yr.no shows the forecast.',
  },
  {
    name: 'a question back',
    question: 'Fix the file.',
    content: 'I am not sure which file you mean. Could you paste its content and the error message?',
  },
  {
    name: 'doubt about a small part, further down',
    question: 'When was the bridge in our town built?',
    content:
      'The stone bridge was most likely built between 1520 and 1530: the town charter of 1518 speaks of a ferry, and a tax roll of 1531 lists a bridge toll. The year of its widening is less certain, and I do not know of a source that settles it.',
  },
  {
    name: 'a poem with a refrain',
    question: 'Write a sea shanty with a chorus.',
    content: [
      'The wind is up, the tide is high,\nThe gulls are wheeling in the sky,\nThe captain gives a hearty cry:\nHaul away, my lads, haul away!',
      'The rope is wet, the night is long,\nThe mate has lost his only song,\nBut forty hands are steady and strong:\nHaul away, my lads, haul away!',
      'The moon has drowned behind the sail,\nThe cook has spilled the ginger ale,\nWe ride the white back of the gale:\nHaul away, my lads, haul away!',
      'The harbour lights, the taste of bread,\nThe warm and unfamiliar bed,\nThe stories that were better unsaid:\nHaul away, my lads, haul away!',
    ].join('\n\n'),
  },
  {
    name: 'a villanelle',
    question: 'Write a poem in the form of a villanelle about a lighthouse.',
    content:
      'The lamp goes round and counts the hours of night,\nThe rocks below are patient as the dead,\nAnd every ship is looking for a light.\n\nThe keeper’s hands are careful, old and white,\nHe trims the wick and cuts his loaf of bread,\nThe lamp goes round and counts the hours of night.\n\nThe storm comes in and everything takes flight,\nThe gulls are torn like paper overhead,\nAnd every ship is looking for a light.\n\nThe lamp goes round and counts the hours of night,\nAnd every ship is looking for a light.',
  },
  {
    name: 'a table of months',
    question: 'Give me the average temperature of each month in Rome as a table.',
    content: `| Month | Average high | Average low | Rain |\n| --- | --- | --- | --- |\n${[
      'January',
      'February',
      'March',
      'April',
      'May',
      'June',
      'July',
      'August',
      'September',
      'October',
      'November',
      'December',
    ]
      .map((month, index) => `| ${month} | ${12 + index} °C | ${3 + index} °C | ${70 - index} mm |`)
      .join('\n')}`,
  },
  {
    name: 'a table with the same verdict in every row',
    question: 'Which of these ports are open by default? 22, 80, 443, 8080, 3306, 5432, 6379, 27017',
    content: `| Port | Service | Open by default |\n| --- | --- | --- |\n${rows(8, index => `| ${index * 137} | service ${index} | no |`)}`,
  },
  {
    name: 'a long multiplication table',
    question: 'Show the multiplication table up to 20.',
    content: rows(20, a => Array.from({ length: 20 }, (_, b) => String(a * (b + 1))).join(' ')),
  },
  {
    name: 'a training plan',
    question: 'A twelve-week running plan for beginners, please.',
    content: rows(
      12,
      week =>
        `**Week ${week}:** run ${week + 2} km three times, rest the other days, stretch after every run.`,
    ),
  },
  {
    name: 'unit tests that look alike',
    question: 'Write tests for the function add.',
    content: `\`\`\`python\nimport unittest\nfrom calc import add\n\nclass AddTest(unittest.TestCase):\n${rows(14, index => `    def test_case_${index}(self):\n        self.assertEqual(add(${index}, ${index * 3}), ${index * 4})\n`)}\n\nif __name__ == "__main__":\n    unittest.main()\n\`\`\`\n\nEach case checks another pair, also with zero.`,
  },
  {
    name: 'SQL inserts',
    question: 'Fill the table with sample data.',
    content: `\`\`\`sql\n${rows(25, index => `INSERT INTO product (id, name, price) VALUES (${index}, 'Product ${index}', ${index}.99);`)}\n\`\`\``,
  },
  {
    name: 'HTML of a menu',
    question: 'An HTML list with twenty links',
    content: `\`\`\`html\n<ul>\n${rows(20, index => `  <li><a href="/page-${index}">Page ${index}</a></li>`)}\n</ul>\n\`\`\``,
  },
  {
    name: 'CSS',
    question: 'CSS classes for a grid with 12 columns',
    content: `\`\`\`css\n${rows(12, index => `.column-${index} {\n  width: ${(index * 100) / 12}%;\n  float: left;\n  padding: 0 8px;\n}`)}\n\`\`\``,
  },
  {
    name: 'code whose strings hold brackets',
    question: 'Write a tokenizer in TypeScript',
    content:
      "```ts\nconst openers = ['(', '[', '{']\nexport function isOpener(character: string): boolean {\n  return openers.includes(character)\n}\n```\nIt checks one character at a time.",
  },
  {
    name: 'a markdown block inside a longer fence',
    question: 'Show me how to write a code block in Markdown.',
    content: '````markdown\n```js\nconsole.log("hi")\n```\n````\n\nThe outer fence has one backtick more.',
  },
  {
    name: 'a last fence left out after complete code',
    question: 'How do I list files in bash?',
    content: 'Use `ls`:\n\n```bash\nls -la\n',
  },
  {
    name: 'JSON',
    question: 'Give me a JSON object with name and age.',
    content: '```json\n{ "name": "Example", "age": 30 }\n```',
  },
  {
    name: 'JSON with comments for the reader',
    question: 'Explain the tsconfig.json options.',
    content:
      '```json\n{\n  // where the output goes\n  "compilerOptions": { "outDir": "dist" }\n}\n```\nThe comment is allowed there.',
  },
  {
    name: 'JSON that goes on',
    question: 'What does the JSON answer of the API look like?',
    content: '```json\n{ "items": [ { "id": 1 }, ... ] }\n```\nThe list holds up to a hundred items.',
  },
  {
    name: 'about chat templates',
    question: 'What does the ChatML prompt template look like?',
    content:
      '<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n\nEach turn stands between the two tokens.',
  },
  {
    name: 'a translation that was asked for',
    question: 'Translate "good morning" into Japanese.',
    content: 'おはようございます (ohayō gozaimasu)',
  },
  {
    name: 'names in another script',
    question: 'Which temples should I visit in Kyoto?',
    content:
      'Start at Kinkaku-ji (金閣寺), the golden pavilion, early in the morning. Then take the bus to Ryōan-ji (龍安寺) with its stone garden. In the afternoon go to Fushimi Inari (伏見稲荷) and walk at least to the first lookout.',
  },
  {
    name: 'an answer in German to a German question',
    question: 'Wie koche ich Reis, ohne dass er klebt?',
    content:
      'Wasche den Reis, bis das Wasser klar ist. Gib auf eine Tasse Reis anderthalb Tassen Wasser und eine Prise Salz, lass es aufkochen und dann zugedeckt auf kleiner Stufe zwölf Minuten ziehen. Danach zehn Minuten ruhen lassen und mit einer Gabel lockern.',
  },
  {
    name: 'French',
    question: 'Explique-moi la différence entre le passé composé et l’imparfait.',
    content:
      'Le passé composé raconte une action terminée : « hier, j’ai mangé une pomme ». L’imparfait décrit une habitude ou un décor : « quand j’étais petit, je mangeais des pommes ». Dans un récit, le premier fait avancer l’histoire et le second plante le décor.',
  },
  {
    name: 'Spanish',
    question: '¿Cómo puedo quitar una mancha de vino tinto?',
    content:
      'Primero absorbe el vino con un paño sin frotar. Después cubre la mancha con sal o con agua con gas y espera unos minutos. Por último, lávala con agua fría y un poco de detergente antes de ponerla en la lavadora.',
  },
  {
    name: 'Chinese',
    question: '请解释一下什么是区块链',
    content:
      '区块链是一种分布式账本：许多计算机共同保存同一份记录，每个区块包含若干交易和前一个区块的摘要，因此旧记录很难被悄悄修改。它适合彼此不信任的多方共同记账，但速度慢、成本高，并不适合所有场景。',
  },
  {
    name: 'Japanese',
    question: '東京の名物料理を教えてください。',
    content:
      '東京の名物としては、江戸前寿司、もんじゃ焼き、深川めしが有名です。寿司は築地や豊洲、もんじゃ焼きは月島で楽しめます。深川めしはあさりをご飯に炊き込んだ料理で、江東区の店で食べられます。',
  },
  {
    name: 'Korean',
    question: '김치를 처음 담그는데 무엇을 준비해야 하나요?',
    content:
      '배추 두 포기, 굵은소금, 고춧가루, 마늘, 생강, 액젓, 쪽파와 무를 준비하세요. 배추를 소금물에 여섯 시간 절인 뒤 씻어서 물기를 빼고, 양념을 잎 사이에 고루 바릅니다. 하루 실온에 두었다가 냉장고에 넣으면 됩니다.',
  },
  {
    name: 'Russian',
    question: 'Как проверить, какой процесс занимает порт 8080 в Linux?',
    content:
      'Выполните команду `ss -ltnp | grep 8080`. В последнем столбце будет имя процесса и его номер. Если команда ничего не показывает, запустите её с sudo: чужие процессы видны только администратору.',
  },
  {
    name: 'Arabic',
    question: 'ما هي فوائد المشي كل يوم؟',
    content:
      'المشي كل يوم يقوي القلب ويحسن المزاج ويساعد على النوم. تكفي نصف ساعة بسرعة معتدلة، ويمكن تقسيمها إلى ثلاث مرات. ابدأ ببطء وزد المسافة أسبوعا بعد أسبوع.',
  },
  {
    name: 'a German question with English terms',
    question: 'Was ist der Unterschied zwischen git merge und git rebase?',
    content:
      'Bei `git merge` entsteht ein neuer Commit, der beide Zweige verbindet; die Geschichte bleibt, wie sie war. Bei `git rebase` werden deine Commits auf den anderen Zweig gesetzt, und die Geschichte wird geradlinig. Geteilte Zweige sollte man nicht rebasen.',
  },
  {
    name: 'code for a question in words',
    question: 'Zeig mir eine Funktion in Python, die eine Liste umdreht',
    content:
      '```python\ndef reverse_the_list(items):\n    """Return the items of the list in the reverse order."""\n    return items[::-1]\n```',
  },
  {
    name: 'a hundred lines that were asked for',
    question: 'Write "I will not talk in class" 60 times.',
    content: rows(60, () => 'I will not talk in class.'),
  },
  {
    name: 'laughter',
    question: 'Tell me the joke again.',
    content:
      'Why did the scarecrow get a prize? Because he was outstanding in his field. Ha ha ha ha! I like it more every time.',
  },
  {
    name: 'a long list of one kind',
    question: 'Name twenty fruits',
    content: [
      'Apple',
      'Banana',
      'Cherry',
      'Date',
      'Elderberry',
      'Fig',
      'Grape',
      'Honeydew',
      'Kiwi',
      'Lemon',
      'Mango',
      'Nectarine',
      'Orange',
      'Papaya',
      'Quince',
      'Raspberry',
      'Strawberry',
      'Tangerine',
      'Watermelon',
      'Yuzu',
    ]
      .map((fruit, index) => `${index + 1}. ${fruit}`)
      .join('\n'),
  },
  {
    name: 'rulers and blanks',
    question: 'Draw a banner for the script',
    content: `${'='.repeat(400)}\n   BUILD STARTS HERE\n${'='.repeat(400)}`,
  },
  {
    name: 'a decimal that does not end',
    question: 'Write 1/3 with 300 digits.',
    content: `0.${'3'.repeat(300)}`,
  },
  {
    name: 'a choice to a long question',
    question: `${'The following text describes a contract between two parties about deliveries of grain. '.repeat(8)} Which of the answers is right, A, B or C?`,
    content: 'B',
  },
  {
    name: 'a dialogue with short turns',
    question: 'Write a dialogue of two people who wait for a bus.',
    content: rows(
      10,
      turn =>
        `A: Is it coming, do you think, after ${turn * 3} minutes?\nB: Not before I have told you about my ${['aunt', 'boat', 'garden', 'knee', 'dog', 'tax', 'bread', 'roof', 'choir', 'train'][turn - 1]}.`,
    ),
  },
  {
    name: 'step-by-step mathematics',
    question: 'Solve x^2 - 5x + 6 = 0',
    content:
      'Factor: x^2 - 5x + 6 = (x - 2)(x - 3).\n\nSet each factor to zero:\nx - 2 = 0, so x = 2\nx - 3 = 0, so x = 3\n\nCheck: 4 - 10 + 6 = 0 and 9 - 15 + 6 = 0.',
  },
]
