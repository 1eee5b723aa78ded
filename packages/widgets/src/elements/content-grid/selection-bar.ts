import { html, nothing, type TemplateResult } from 'lit'
import type { Content } from '../../internal/api-types.ts'
import { type GridView, plural } from './grid-view.ts'
import { hindrance } from './next-step.ts'

/** Floats over the cards while posts are selected, and says what the button will do. */
export function selectionBar(
  view: GridView,
  actions: { clear(): void; request(posts: readonly Content[]): void },
): TemplateResult | typeof nothing {
  const posts = [...view.selected.values()]
  if (posts.length === 0) return nothing
  const { strings } = view
  const askable = posts.filter(post => hindrance(post, strings) === null)
  const creators = new Set(askable.map(({ creator }) => creator.id)).size
  const parts = askable.length === 0 ? [] : [plural(view, strings.creators, creators), plural(view, strings.codesNeeded, askable.length)]
  if (askable.length < posts.length) parts.push(plural(view, strings.cannotBeAsked, posts.length - askable.length))
  return html`<div class="bar" role="region" aria-label=${plural(view, strings.selected, posts.length)}>
    <b>${plural(view, strings.selected, posts.length)}</b>
    <span class="summary">${parts.join(' · ')}</span>
    <button class="button" type="button" @click=${actions.clear}>${strings.clear}</button>
    <button class="button primary" type="button" ?disabled=${askable.length === 0} @click=${() => actions.request(posts)}>
      ${plural(view, strings.requestCodes, Math.max(1, askable.length))}
    </button>
  </div>`
}
