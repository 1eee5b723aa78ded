import type { LitElement } from 'lit'
import { onTestFinished } from 'vitest'

/** Waits until `look` finds something truthy, or throws after ten seconds. */
export async function until<T>(look: () => T | null | undefined | false, what = 'what the test waits for'): Promise<T> {
  const end = performance.now() + 10_000
  while (performance.now() < end) {
    const found = look()
    if (found) return found
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  throw new Error(`${what} did not come`)
}

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

/** Puts an element on the page for the length of a test. */
export function mount<T extends LitElement>(element: T): T {
  document.body.append(element)
  onTestFinished(() => element.remove())
  return element
}

const rootsUnder = (root: ParentNode): ParentNode[] => [
  root,
  ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot === null ? [] : rootsUnder(shadowRoot))),
]

/** The first match in an element's shadow tree, however deep. */
export function find<T extends HTMLElement = HTMLElement>(host: LitElement, selector: string): T | null {
  for (const root of rootsUnder(host.renderRoot)) {
    const found = root.querySelector<T>(selector)
    if (found !== null) return found
  }
  return null
}

export function all<T extends HTMLElement = HTMLElement>(host: LitElement, selector: string): T[] {
  return rootsUnder(host.renderRoot).flatMap(root => [...root.querySelectorAll<T>(selector)])
}

/** A button or link by what it says, or is called. */
export function button(host: LitElement, name: string): HTMLButtonElement | null {
  const named = all<HTMLButtonElement>(host, 'button, a').filter(each => each.checkVisibility())
  return named.find(each => each.textContent?.trim() === name || each.getAttribute('aria-label') === name) ?? null
}

export async function press(host: LitElement, name: string): Promise<void> {
  const target = await until(() => button(host, name), `a button "${name}"`)
  target.click()
}

/** Text as it is read: what is shown of the shadow tree, white space in one. */
export const textOf = (host: LitElement): string =>
  all(host, 'main, .root, dialog[open]')
    .map(each => each.textContent)
    .join(' ')
    .replace(/\s+/g, ' ')

export function type(field: HTMLInputElement | HTMLTextAreaElement, value: string, inputType = 'insertText'): void {
  field.value = value
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, inputType }))
}
