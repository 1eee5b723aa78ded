import { html, nothing, type TemplateResult } from 'lit'
import { grouped } from '../../internal/numbers.ts'
import { toggled } from './filters.ts'
import type { GridView } from './grid-view.ts'
import { viewsRange } from './views-range.ts'

const STATUSES = ['none', 'queued', 'requested', 'approved', 'rejected', 'lapsed', 'expired', 'withdrawn'] as const
const PLATFORMS = ['tiktok', 'instagram'] as const
const MEDIA_TYPES = ['video', 'photo', 'reel', 'feed', 'story'] as const

interface Choice {
  readonly name: string
  readonly count: number | undefined
  readonly isChosen: boolean
  choose(): void
}

/** The filters with how many posts each would leave. */
export function filterRail(view: GridView): TemplateResult {
  const { filters, strings, feed } = view
  const { facets } = feed
  const list = (
    kind: 'sparkStatus' | 'platform' | 'mediaType',
    values: readonly string[],
    names: Readonly<Record<string, string>>,
  ): Choice[] => {
    const chosen: readonly string[] = filters[kind]
    return values
      .filter(
        value =>
          chosen.includes(value) || facets === null || kind === 'platform' || (facets[kind][value] ?? 0) > 0 || kind === 'sparkStatus',
      )
      .map(value => ({
        name: names[value] ?? value,
        count: facets === null ? undefined : (facets[kind][value] ?? 0),
        isChosen: chosen.includes(value),
        choose: () => view.filter(toggled(filters, kind, value)),
      }))
  }
  const eligible: Choice = {
    name: strings.eligibleNow,
    count: facets?.sparkEligible.true,
    isChosen: filters.eligible,
    choose: () => view.filter({ ...filters, eligible: !filters.eligible }),
  }
  return html`${group(view, strings.groups.eligible, [eligible])} ${group(view, strings.groups.sparkStatus, list('sparkStatus', STATUSES, strings.status))}
    ${group(view, strings.groups.platform, list('platform', PLATFORMS, strings.platform))}
    ${group(view, strings.groups.mediaType, list('mediaType', MEDIA_TYPES, strings.mediaType))}
    <fieldset>
      <legend>${strings.groups.views}</legend>
      ${viewsRange(view)}
    </fieldset>`
}

function group({ locale }: GridView, title: string, choices: readonly Choice[]): TemplateResult {
  return html`<fieldset>
    <legend>${title}</legend>
    ${choices.map(
      ({ name, count, isChosen, choose }) =>
        html`<label class="choice"
          ><input type="checkbox" .checked=${isChosen} @change=${choose} /><span>${name}</span>${
            count === undefined ? nothing : html`<span class="count">${grouped(locale, count)}</span>`
          }</label
        >`,
    )}
  </fieldset>`
}
