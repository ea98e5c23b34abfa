import { describe, expect, it } from 'vitest'
import { summariseDiagram } from './summarise-diagram'

describe('summariseDiagram', () => {
  it('tells the title first, and neither directives nor comments', () => {
    const source =
      '%%{init: {"theme": "dark"}}%%\npie title Pets\n  %% how many\n  title: Our pets\n  "Dogs" : 3'
    expect(summariseDiagram(source)).toBe('Our pets. pie title Pets title: Our pets "Dogs" : 3')
    expect(summariseDiagram('flowchart TD\n  A --> B')).toBe('flowchart TD A --> B')
  })

  it('ends soon with what is nothing but beginnings', () => {
    const started = performance.now()
    for (const part of ['\n', '%%{', 'title\n', '---\n', ' \n%'])
      summariseDiagram(part.repeat(20_000 / part.length))
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
