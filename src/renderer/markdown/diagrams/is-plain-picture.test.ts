import { describe, expect, it } from 'vitest'
import { isPlainPicture } from './is-plain-picture'

const svg = (inside: string, attributes = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg"${attributes}>${inside}</svg>`

describe('isPlainPicture', () => {
  it.each([
    svg(''),
    svg(
      '<g transform="translate(1,2)"><text x="1">a &lt;b&gt; &amp; src="x" onclick=y javascript:z</text></g>',
    ),
    svg('<style>.a{fill:#fff;filter:url(#shadow)}</style><path marker-end="url(#arrow)" d="M0 0"/>'),
    svg('<use href="#a"/><use xlink:href="#b" />'),
    svg(
      '<foreignObject width="1" height="1"><div xmlns="http://www.w3.org/1999/xhtml">x</div></foreignObject>',
    ),
  ])('takes %j', picture => {
    expect(isPlainPicture(picture)).toBe(true)
  })

  it.each([
    '',
    'no picture',
    '<html></html>',
    '<?xml-stylesheet href="https://sink.example"?><svg ></svg>',
    `<!DOCTYPE svg [<!ENTITY x "y">]>${svg('')}`,
    `${svg('')}<script>1</script>`,
    svg('<script>alert(1)</script>'),
    svg('<ScRiPt href="x"/>'),
    svg('<image href="https://sink.example/x.png"/>'),
    svg('<g onclick="alert(1)"/>'),
    svg('<g OnLoad = "alert(1)"/>'),
    svg('', ' onload="alert(1)"'),
    svg('<a href="https://sink.example"><text>x</text></a>'),
    svg('<use href="https://sink.example/x.svg#a"/>'),
    svg("<use xlink:href='data:image/svg+xml,x'/>"),
    svg('<animate attributeName="href" values="javascript:alert(1)"/>'),
    svg('<style>@import "https://sink.example/x.css";</style>'),
    svg('<style>.a{background:url(https://sink.example)}</style>'),
    svg('<g style="fill:url(https://sink.example)"/>'),
    svg('<g style="fill:url( &quot;https://sink.example&quot;)"/>'),
    svg('<foreignObject><iframe src="https://sink.example"></iframe></foreignObject>'),
    svg('<foreignObject><img src="x"></foreignObject>'),
    svg('<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>'),
    svg('<use xmlns:x="http://www.w3.org/1999/xlink" x:href="https://sink.example/x.svg#a"/>'),
    svg('<g xml:base="https://sink.example/"/>'),
    svg('<style>.a{background:u\\72l(https://sink.example)}</style>'),
    svg('<style>.a{background:&#117;rl(https://sink.example)}</style>'),
    svg('<style>.a{background:image-set("https://sink.example/x.png" 1x)}</style>'),
    svg('<g style="fill:&#x75;rl(https://sink.example)"/>'),
    svg('<![CDATA[<script>]]>'),
    svg('<!-- <g> -->'),
    svg('<g a=b onclick=alert(1)>'),
    svg('<g <script>'),
    svg('</svg'),
    `${svg('').slice(0, -1)}`,
  ])('refuses %j', picture => {
    expect(isPlainPicture(picture)).toBe(false)
  })
})
