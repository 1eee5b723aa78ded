import { html, type TemplateResult } from 'lit'
import { cssVars } from '../../internal/css-vars.ts'
import { compact } from '../../internal/numbers.ts'
import { fillMessage, type GridView } from './grid-view.ts'

/** Marks of the slider; its ends mean any number. */
const STEPS = [0, 1000, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000]
const LAST = STEPS.length - 1

const indexOf = (views: number | null, otherwise: number): number => {
  if (views === null) return otherwise
  const at = STEPS.findIndex(step => step >= views)
  return at < 0 ? LAST : at
}

/** Two thumbs on one track. Filters change when a thumb is let go. */
export function viewsRange(view: GridView): TemplateResult {
  const { filters, strings } = view
  const low = indexOf(filters.minViews, 0)
  const high = indexOf(filters.maxViews, LAST)
  const choose = ({ currentTarget }: Event): void => {
    const [from, to] = valuesIn(currentTarget)
    view.filter({ ...filters, minViews: from === 0 ? null : (STEPS[from] ?? null), maxViews: to === LAST ? null : (STEPS[to] ?? null) })
  }
  const thumb = (name: string, at: number, shown: string): TemplateResult =>
    html`<input type="range" min="0" max=${LAST} .value=${String(at)} aria-label=${name} aria-valuetext=${shown} />`
  const lowText = low === 0 ? strings.anyNumber : compact(view.locale, STEPS[low] ?? 0)
  const highText = high === LAST ? strings.anyNumber : compact(view.locale, STEPS[high] ?? 0)
  return html`<div class="range" @input=${paint} @change=${choose} ${cssVars(track(low, high))}>
      ${thumb(strings.viewsAtLeast, low, lowText)}${thumb(strings.viewsAtMost, high, highText)}
    </div>
    <p class="ends"><span>${low === 0 ? '0' : lowText}</span><span>${high === LAST ? `${compact(view.locale, STEPS[LAST] ?? 0)}+` : highText}</span></p>`
}

function valuesIn(range: EventTarget | null): [number, number] {
  const inputs = range instanceof Element ? [...range.querySelectorAll('input')] : []
  const [one = 0, other = LAST] = inputs.map(({ value }) => Number(value))
  return [Math.min(one, other), Math.max(one, other)]
}

const track = (low: number, high: number): Record<string, string> => ({
  '--low': `${(100 * low) / LAST}%`,
  '--high': `${(100 * high) / LAST}%`,
})

function paint({ currentTarget }: Event): void {
  if (!(currentTarget instanceof HTMLElement)) return
  for (const [name, value] of Object.entries(track(...valuesIn(currentTarget)))) currentTarget.style.setProperty(name, value)
}

/** The views filter in words. */
export function viewsText({ filters, strings, locale }: GridView): string {
  const min = compact(locale, filters.minViews ?? 0)
  const max = compact(locale, filters.maxViews ?? 0)
  const sentence = filters.maxViews === null ? strings.viewsOver : filters.minViews === null ? strings.viewsUnder : strings.viewsBetween
  return fillMessage(sentence, { min, max })
}
