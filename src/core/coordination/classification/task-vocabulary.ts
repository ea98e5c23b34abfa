/** What tells kinds of task apart: topics, and ways to ask. A trailing `*` takes all endings; `_` is a space in a phrase. */
export const taskVocabulary = {
  technology: `python java javascript typescript c++ c# rust golang go sql html css react pytorch tensorflow bash php kotlin swift haskell ruby scala perl
    vue angular svelte node nodejs laravel django flask spring docker kubernetes terraform linux ubuntu windows aws azure gcp excel vba matlab unity latex
    api apis rest graphql script scripts code powershell android ios arduino git github regex json yaml xml cron numpy pandas postgres postgresql mysql
    mongodb redis kafka nginx backend frontend database server compiler codice código código-fonte código, quellcode кода код コード 代码 코드`,
  contest: `find_the_number find_the_value find_the_sum find_the_product find_the_area find_the_remainder find_the_smallest find_the_largest find_the_least
    find_the_greatest find_the_minimum find_the_maximum find_the_probability how_many_positive how_many_different how_many_distinct how_many_ordered
    how_many_integer* how_many_ways how_many_zero* remainder_when polynomial* positive_integer* relatively_prime express_your_answer real_number* evaluate
    compute simplify determine_all find_all asymptot* what_is_the_value what_is_the_smallest what_is_the_largest what_is_the_least what_is_the_greatest
    what_is_the_sum what_is_the_product what_is_the_area what_is_the_probability what_is_the_remainder what_is_the_coefficient units_digit`,
  geometry: `triangle* circle* radius perimeter* polygon* hexagon* sphere* cone* cylinder* prism* angle* parallel* tangent* perpendicular* dreieck* kreis*
    cercle* triángulo* círculo* triangol* cerchi* 三角 半径`,
  chance: `how_many_ways how_many_different how_many_distinct probability probabilities permutation* arrange* dice die_is chosen_at_random committee* random
    randomly wahrscheinlich* probabilité* probabilidad* probabilità 概率 確率 확률`,
  advanced: `matrix matrices eigen* integral* derivative* differentiab* limit limits theta sin cos vector* complex_number* logarithm* log series converge*
    topolog* group groups ring field fields matriz matrizen 矩阵 行列 행렬`,
  quantity: `how_many how_much how_long how_old how_far combien wie_viel* cuánto* cuánta* quanto quanti quante quantos сколько ile hoeveel 多少 いくつ いくら 몇 얼마`,
  material: `extract* identif* following_passage following_paragraph* following_text following_article following_table following_review* following_data
    following_list given_the json csv count_how categor* classif* label* folgende* paragraphe párrafo paragrafo`,
  composing: `write writing compose draft create craft imagine schreib* verfass* erstell* écri* rédig* escrib* redact* scriv* imagin* crea cree crie`,
  asking: `who when where what which how whats whos is are do does did can in on the`,
} as const satisfies Record<string, string>

export type TaskWord = keyof typeof taskVocabulary
