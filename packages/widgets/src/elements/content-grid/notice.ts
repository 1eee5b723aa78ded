import { html, nothing, type TemplateResult } from 'lit'

export interface Notice {
  readonly text: string
  /** A code that could not be copied, to be copied by hand: it stays until it is closed. */
  readonly code?: string
}

/** What was just done, over the grid. */
export function noticeView(notice: Notice | null, close: { readonly label: string; act(): void }): TemplateResult | typeof nothing {
  if (notice === null) return nothing
  const select = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) target.select()
  }
  const { text, code } = notice
  if (code === undefined) return html`<span>${text}</span>`
  return html`<span>${text}</span><input class="field" readonly .value=${code} aria-label=${text} @focus=${select} /><button
      class="button"
      type="button"
      @click=${close.act}
    >
      ${close.label}
    </button>`
}
