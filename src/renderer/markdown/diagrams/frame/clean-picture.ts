const svgNamespace = 'http://www.w3.org/2000/svg'
const forbidden =
  'script, iframe, object, embed, image, img, video, audio, link, meta, base, form, input, button, animate, set, animateMotion, animateTransform'
const outside = /url\(\s*["']?(?!["']?#)|@import|javascript:|expression\(/i

function cleanAttributes(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    const isLink = name === 'href' || name === 'xlink:href' || name === 'src'
    const leads = isLink && !value.startsWith('#')
    if (/^on/i.test(name) || leads || name === 'target' || outside.test(value)) element.removeAttribute(name)
  }
}

/**
 * Makes a picture of what was drawn: nothing in it runs, leads anywhere or refers to anything outside. What shows it does not
 * trust it all the same.
 */
export function cleanPicture(svg: Element): { svg: string; width: number; height: number } {
  for (const element of svg.querySelectorAll(forbidden)) element.remove()
  for (const link of svg.querySelectorAll('a')) {
    // Its place in the picture is among its attributes.
    const group = document.createElementNS(svgNamespace, 'g')
    for (const { name, value } of link.attributes)
      if (/^(?:class|id|transform|style)$/.test(name)) group.setAttribute(name, value)
    group.append(...link.childNodes)
    link.replaceWith(group)
  }
  for (const style of svg.querySelectorAll('style')) {
    style.textContent = (style.textContent ?? '')
      .replace(/@import[^;]*;?/gi, '')
      .replace(/url\([^)#]*\)/gi, 'none')
  }
  for (const element of [svg, ...svg.querySelectorAll('*')]) cleanAttributes(element)
  const [, , boxWidth = 0, boxHeight = 0] = (svg.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number)
  const width = boxWidth > 0 ? boxWidth : Number.parseFloat(svg.getAttribute('width') ?? '') || 300
  const height = boxHeight > 0 ? boxHeight : Number.parseFloat(svg.getAttribute('height') ?? '') || 150
  svg.setAttribute('xmlns', svgNamespace)
  svg.setAttribute('width', String(width))
  svg.setAttribute('height', String(height))
  svg.removeAttribute('style')
  return { svg: new XMLSerializer().serializeToString(svg), width, height }
}
