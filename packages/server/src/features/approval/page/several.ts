import { pluralMessage, problemMessage } from '@sparkkit/core'
import { html } from 'hono/html'
import { hint } from './item.ts'
import type { Markup, PageView } from './page-view.ts'

const opening = ({ base, locale }: PageView): Markup => html`<form class="answer" method="post" action="${base}?lang=${locale}#several">`

/** What was found, thumbnail by thumbnail: everything chosen is sent at once. */
function confirmation(view: PageView): Markup {
  const { messages, approval, sorted } = view
  const rows = (sorted?.suggestions ?? []).flatMap(suggestion => {
    const item = approval.items.find(({ requestId }) => requestId === suggestion.requestId)
    const draft = view.drafts.find(({ requestId }) => requestId === suggestion.requestId)
    if (!item || !draft) return []
    const { ok, masked } = suggestion.verdict
    return html`<label class="row"><input type="checkbox" name="requestId" value="${item.requestId}" ${ok ? 'checked' : 'disabled'}>
<img class="thumb" src="${item.content.thumbnailUrl}" width="64" height="80" alt="">
<span><b>${item.content.caption || messages.untitledPost}</b><br><span class="mono">${masked ?? ''}</span><br><span class="hint ${ok ? 'good' : 'bad'}">${hint(view, item, draft)}</span></span></label>
<input type="hidden" name="code-${item.requestId}" value="${draft.typed}">`
  })
  if (rows.length === 0) return ''
  const hasFine = sorted?.suggestions.some(({ verdict }) => verdict.ok) === true
  return html`${opening(view)}${rows}${hasFine ? html`<button class="button primary" name="answer" value="approve_all">${messages.approveAll}</button>` : ''}</form>`
}

/** One field for all codes, where several posts wait for theirs. */
export function severalSection(view: PageView): Markup {
  const { messages, sorted, locale, say, approval } = view
  const total = approval.items.filter(({ status }) => status === 'pending' || status === 'lapsed').length
  if (total < 2) return ''
  const isBad = sorted?.problem != null
  const result = sorted && !isBad ? say(messages.severalSorted, { done: sorted.suggestions.length, total }) : ''
  const unplaced = sorted && sorted.unplaced > 0 ? pluralMessage(locale, messages.severalUnplaced, { count: sorted.unplaced }) : ''
  return html`<details class="item" id="several" ${sorted ? 'open' : ''}><summary class="label">${messages.severalTitle}</summary>
${opening(view)}
<p class="meta" id="several-lead">${messages.severalLead}</p>
<textarea class="field" name="text" rows="4" maxlength="20000" autocapitalize="off" autocorrect="off" autocomplete="off" spellcheck="false" aria-label="${messages.severalTitle}" aria-describedby="several-lead several-hint" aria-invalid="${isBad ? 'true' : 'false'}">${isBad ? sorted.text : ''}</textarea>
<p class="hint ${isBad ? 'bad' : ''}" id="several-hint" ${sorted ? html`role="${isBad ? 'alert' : 'status'}"` : ''}>${isBad ? problemMessage(messages, sorted.problem ?? '') : `${result} ${unplaced}`.trim()}</p>
<button class="button" name="answer" value="sort">${messages.severalSort}</button></form>
${confirmation(view)}
</details>`
}
