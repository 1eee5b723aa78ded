import { noChange } from 'lit'
import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit/directive.js'

/** Sets custom properties through the CSSOM, because a strict `style-src` blocks `style` attributes. */
class CssVars extends Directive {
  constructor(part: PartInfo) {
    super(part)
    if (part.type !== PartType.ELEMENT) throw new TypeError('cssVars() goes on an element')
  }

  override update({ element }: ElementPart, [vars]: [Readonly<Record<string, string>>]): typeof noChange {
    if (element instanceof HTMLElement) for (const [name, value] of Object.entries(vars)) element.style.setProperty(name, value)
    return noChange
  }

  render(_vars: Readonly<Record<string, string>>): typeof noChange {
    return noChange
  }
}

export const cssVars = directive(CssVars)
