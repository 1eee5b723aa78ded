import { html, nothing, type TemplateResult } from 'lit'
import type { Content } from '../../internal/api-types.ts'
import { clock, compact, span } from '../../internal/numbers.ts'
import { fillMessage, type GridView, handleOf } from './grid-view.ts'
import { type CardState, cardState } from './next-step.ts'

/** A post that is on its way. */
export const emptyCard = (): TemplateResult => html`<div class="card empty" aria-hidden="true">
  <div class="thumb"></div>
  <div class="body"><div class="skeleton"></div><div class="skeleton"></div><div class="skeleton short"></div></div>
</div>`

export function card(view: GridView, post: Content, index: number): TemplateResult {
  const { strings, feed, selected } = view
  const isSelected = selected.has(post.id)
  const handle = handleOf(post, strings)
  const total = feed.facets?.total ?? feed.count
  return html`<article
    class="card ${isSelected ? 'selected' : ''}"
    tabindex="0"
    data-index=${index}
    aria-posinset=${index + 1}
    aria-setsize=${Math.max(total, feed.count)}
    aria-labelledby="who-${post.id}"
    aria-describedby="what-${post.id}"
  >
    <div class="thumb">
      ${picture(post)}
      <label class="pick"
        ><input
          type="checkbox"
          aria-label=${fillMessage(strings.select, { creator: handle })}
          .checked=${isSelected}
          @click=${(event: Event) => view.select(post, index, event)}
      /></label>
      <span class="badge">${platformName(view, post)}</span>
      ${post.durationSeconds === null ? nothing : html`<span class="badge end">${clock(post.durationSeconds)}</span>`}
    </div>
    <div class="body">
      <div class="who">
        <button
          class="handle"
          id="who-${post.id}"
          title=${fillMessage(strings.byCreator, { creator: handle })}
          @click=${() => view.filter({ ...view.filters, creator: { id: post.creator.id, handle } })}
        >
          ${handle}</button
        ><time datetime=${post.postedAt}>${span(view.locale, view.now - Date.parse(post.postedAt))}</time>
      </div>
      <p class="caption" id="what-${post.id}">${post.caption}</p>
      ${numbers(view, post)} ${nextStep(view, post)}
    </div>
  </article>`
}

/** The drawn background shows until the picture is there, and stays when it does not come. */
function picture({ thumbnailUrl }: Content): TemplateResult {
  const show = (event: Event): void => {
    if (event.target instanceof HTMLImageElement) event.target.hidden = event.type === 'error'
  }
  return html`<img src=${thumbnailUrl} width="4" height="5" alt="" loading="lazy" decoding="async" @load=${show} @error=${show} />`
}

function platformName({ strings }: GridView, { platform, mediaType }: Content): string {
  const name = strings.platform[platform]
  return mediaType === 'video' ? name : `${name} ${strings.mediaType[mediaType].toLowerCase()}`
}

function numbers({ locale, strings }: GridView, { metrics }: Content): TemplateResult {
  const number = (count: number | undefined, label: string): TemplateResult =>
    html`<div><dt>${label}</dt><dd>${count === undefined ? '–' : compact(locale, count)}</dd></div>`
  return html`<dl class="numbers">${number(metrics.views, strings.views)}${number(metrics.likes, strings.likes)}</dl>`
}

function labelOf({ strings, locale, now }: GridView, { codeEndsAt }: Content, { label }: CardState): string {
  if (label === 'approvedFor' || label === 'endsIn') {
    return fillMessage(strings[label], { time: span(locale, Date.parse(codeEndsAt ?? '') - now) })
  }
  return label === 'eligible' || label === 'notEligible' ? strings[label] : strings.status[label]
}

function nextStep(view: GridView, post: Content): TemplateResult {
  const state = cardState(post, view.now, view.canReveal)
  const { step, tone } = state
  const label = view.strings.steps[step]
  const name = `${label}: ${handleOf(post, view.strings)}`
  const kind = step === 'request' ? 'button primary' : 'button'
  return html`<div class="next">
    <span class="pill ${tone}">${labelOf(view, post, state)}</span>
    ${
      step === 'view'
        ? post.url === null
          ? nothing
          : html`<a class=${kind} href=${post.url} target="_blank" rel="noopener noreferrer" aria-label=${name}>${label}</a>`
        : html`<button class=${kind} type="button" aria-label=${name} ?disabled=${view.busyId === post.id} @click=${() => view.step(post, step)}>${label}</button>`
    }
  </div>`
}
