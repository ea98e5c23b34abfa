import type { FinishReason } from '../../../inference/protocol'
import type { SignalKind } from '../types'
import type { Sample } from './good-answers'

/** Answers that fall short, as small models give them. */
export interface BadSample extends Sample {
  /** What it must be noticed by. */
  kind: SignalKind
  finish?: FinishReason
}

const why = 'Explain how a transformer attends to earlier tokens and why that takes quadratic time.'
const declined = (name: string, question: string, content: string): BadSample => ({
  name: `declines in ${name}`,
  kind: 'declined',
  question,
  content,
})
const unsure = (name: string, question: string, content: string): BadSample => ({
  name: `does not know in ${name}`,
  kind: 'unsure',
  question,
  content,
})

export const badAnswers: readonly BadSample[] = [
  { name: 'nothing', kind: 'empty', question: why, content: '' },
  { name: 'blanks', kind: 'empty', question: why, content: ' \n\n\t ' },
  { name: 'a full stop', kind: 'empty', question: why, content: '.' },
  { name: 'an empty code block', kind: 'empty', question: 'Write a parser.', content: '```\n```' },
  {
    name: 'cut off in a sentence',
    kind: 'cut_off',
    finish: 'length',
    question: why,
    content: 'Each token is compared with every token before it, and the result of the',
  },
  {
    name: 'cut off in code',
    kind: 'open_code',
    finish: 'length',
    question: 'Write a queue in Go.',
    content:
      '```go\ntype Queue struct {\n\titems []int\n}\n\nfunc (q *Queue) Push(item int) {\n\tq.items = append(',
  },
  declined('English', 'Write a limerick.', "I'm sorry, but I can't assist with that."),
  declined('English, otherwise', 'Solve the puzzle.', 'I am unable to solve this kind of puzzle.'),
  declined(
    'English, as an AI',
    'Which of the two is better?',
    'As an AI language model, I cannot provide an opinion on this matter.',
  ),
  declined('typographic English', 'Do it.', 'I’m sorry, but I can’t help with that.'),
  declined('German', 'Löse die Gleichung.', 'Es tut mir leid, aber ich kann Ihnen dabei nicht helfen.'),
  declined(
    'German, otherwise',
    'Schreib es um.',
    'Leider bin ich als Modell begrenzt, und ich bin nicht in der Lage, das zu tun.',
  ),
  declined('French', 'Écris un poème.', 'Je suis désolé, mais je ne peux pas vous aider avec cette demande.'),
  declined('Spanish', 'Resuelve esto.', 'Lo siento, pero no puedo ayudarte con esa solicitud.'),
  declined('Italian', 'Scrivi il codice.', 'Mi dispiace, ma non posso aiutarti con questa richiesta.'),
  declined('Portuguese', 'Escreva o texto.', 'Desculpe, mas não posso ajudar com esse pedido.'),
  declined('Dutch', 'Leg dit uit.', 'Het spijt me, maar ik kan u daar niet mee helpen.'),
  declined('Polish', 'Napisz program.', 'Przepraszam, ale nie mogę pomóc w tej sprawie.'),
  declined('Russian', 'Реши задачу.', 'К сожалению, я не могу помочь с этим вопросом.'),
  declined('Chinese', '请解这道题。', '很抱歉，我无法回答这个问题。'),
  declined('Japanese', 'この問題を解いてください。', '申し訳ありませんが、そのご質問にはお答えできません。'),
  declined('Korean', '이 문제를 풀어 주세요.', '죄송하지만 그 질문에는 답변해 드릴 수 없습니다.'),
  declined('Turkish', 'Bunu çöz.', 'Üzgünüm, bu konuda yardımcı olamam.'),
  declined('Arabic', 'حل هذه المسألة', 'عذرا، لا أستطيع مساعدتك في هذا الأمر.'),
  unsure('English', 'Why did the build fail?', "I'm not sure why the build failed."),
  unsure('English, otherwise', 'Who wrote it?', 'I do not have enough information to answer this question.'),
  unsure('German', 'Warum ist das so?', 'Das weiß ich leider nicht genau, denn ich weiß es nicht.'),
  unsure('French', 'Pourquoi ?', 'Je ne sais pas exactement pourquoi.'),
  unsure('Spanish', '¿Por qué?', 'No estoy seguro de la respuesta.'),
  unsure('Russian', 'Почему так?', 'Честно говоря, я не знаю, почему это так.'),
  unsure('Chinese', '为什么会这样？', '我不太确定原因是什么。'),
  unsure('Japanese', 'なぜですか。', 'すみません、理由はよくわかりません。'),
  {
    name: 'a sentence over and over',
    kind: 'repetition',
    question: why,
    content: `Attention compares tokens. ${'The model then looks at the next token in the sequence. '.repeat(30)}`,
  },
  {
    name: 'a word over and over',
    kind: 'repetition',
    question: why,
    content: `The answer is ${'very '.repeat(200)}`,
  },
  {
    name: 'a letter over and over',
    kind: 'repetition',
    question: why,
    content: `The result is n${'o'.repeat(900)}`,
  },
  {
    name: 'a list that counts on',
    kind: 'repetition',
    question: 'List things to see in Vienna.',
    content: Array.from(
      { length: 30 },
      (_, index) => `${index + 1}. The old palace in the middle of the city`,
    ).join('\n'),
  },
  {
    name: 'a paragraph of several lines',
    kind: 'repetition',
    question: 'Write a story about a fox.',
    content: `Once there was a fox.\n${'The fox went into the wood and looked for food.\nIt found nothing there and went home again.\nIn the night it was cold.\n\n'.repeat(12)}`,
  },
  {
    name: 'a loop that it leaves at last',
    kind: 'repetition',
    question: why,
    content: `${'This is because the attention matrix has a row for each token.\n'.repeat(15)}I hope this helps!`,
  },
  {
    name: 'a loop in Chinese',
    kind: 'repetition',
    question: '请解释注意力机制',
    content: `注意力机制如下：${'模型会看前面的每一个词，然后计算权重。'.repeat(20)}`,
  },
  {
    name: 'the same with other words between',
    kind: 'repetition',
    question: why,
    content: Array.from(
      { length: 25 },
      (_, index) =>
        `${['So', 'Then', 'Thus', 'Also', 'And'][index % 5]} the model compares the token with each of the tokens before it and adds up what it finds there.`,
    ).join(' '),
  },
  {
    name: 'broken JSON',
    kind: 'broken_json',
    question: 'Answer with a JSON object that has name and age.',
    content: '```json\n{ "name": "Example", "age": 30\n```',
  },
  {
    name: 'JSON with single quotes',
    kind: 'broken_json',
    question: 'Return JSON only: a list of three colours.',
    content: '["red", \'green\', "blue"]',
  },
  {
    name: 'a call as text',
    kind: 'tool_markup',
    question: 'What is the population of Lisbon?',
    content: '<tool_call>\n{"name": "search", "arguments": {"query": "population Lisbon"}}\n</tool_call>',
  },
  {
    name: 'a call as JSON',
    kind: 'tool_markup',
    question: 'What is the population of Lisbon?',
    content: '{"name": "web_search", "arguments": {"query": "population of Lisbon"}}',
  },
  {
    name: 'control tokens',
    kind: 'garbled',
    question: why,
    content: 'Attention is a weighted sum.<|im_end|>\n<|im_start|>user\nAnd what is a weight?',
  },
  {
    name: 'bytes that are no text',
    kind: 'garbled',
    question: why,
    content: 'The attention \uFFFD\uFFFD\uFFFD\uFFFD of a token is a sum.',
  },
  {
    name: 'Chinese to an English question',
    kind: 'other_language',
    question: 'How does a refrigerator work?',
    content: '冰箱通过压缩机让制冷剂循环流动，在蒸发器中吸收热量，在冷凝器中放出热量，从而使箱内温度下降。',
  },
  {
    name: 'English to a German question',
    kind: 'other_language',
    question: 'Wie kann ich den Akku von meinem Laptop länger nutzen, und was ist dabei wichtig?',
    content:
      'You should keep the charge of the battery between 20 and 80 percent, and avoid heat. It is also good for the battery when you lower the brightness of the screen and close programs that you do not need.',
  },
  {
    name: 'English to a Japanese question',
    kind: 'other_language',
    question: '冷蔵庫はどのようにして冷えるのですか。',
    content:
      'A refrigerator moves heat from the inside to the outside with a fluid that evaporates and condenses.',
  },
  {
    name: 'half in Chinese',
    kind: 'other_language',
    question: 'Explain photosynthesis to a child.',
    content:
      'Plants make their own food from light. 植物利用阳光、水和二氧化碳来制造养分，并且释放出氧气，这个过程叫做光合作用。叶子里的叶绿素会吸收光能。 That is why leaves are green.',
  },
  {
    name: 'Russian to an English question',
    kind: 'other_language',
    question: 'What are good books about gardening?',
    content: 'Вот несколько хороших книг о садоводстве, которые стоит прочитать начинающему садоводу.',
  },
]
