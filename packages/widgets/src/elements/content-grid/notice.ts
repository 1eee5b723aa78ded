import { html, nothing, type TemplateResult } from 'lit'
import type { CodeCopy } from '../../controllers/code-copy.ts'
import { describeError } from '../../internal/describe-error.ts'
import type { GridStrings } from './strings.ts'

/** Over the grid: what became of a code that was to be copied. */
export function notice(copy: CodeCopy, strings: GridStrings): TemplateResult | typeof nothing {
  const { outcome } = copy
  if (outcome === null) return nothing
  if (outcome.kind === 'copied') return html`<span>${strings.codeCopied}</span>`
  if (outcome.kind === 'failed') return html`<span>${describeError(outcome.error, strings)}</span>`
  const select = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) target.select()
  }
  return html`<span>${strings.copyFailed}</span>
    <input class="field" readonly .value=${outcome.code} aria-label=${strings.copyFailed} @focus=${select} />
    <button class="button" type="button" @click=${() => copy.close()}>${strings.close}</button>`
}
