import { pluralMessage } from '@sparkkit/core/approval-messages/format'
import { html, nothing, type TemplateResult } from 'lit'
import type { ApprovalItem } from '../../internal/api-types.ts'
import type { View } from './view.ts'

const PLATFORM_NAMES = { tiktok: 'TikTok', instagram: 'Instagram' } as const

/** The post an answer is about. */
export function postCard(view: View, { content }: ApprovalItem): TemplateResult {
  const { messages, locale } = view
  const meta = [view.say(messages.postedOn, { date: view.date(content.postedAt) })]
  if (content.views !== null) {
    const shown = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 }).format(content.views)
    meta.push(pluralMessage(locale, messages.views, { count: content.views, shown }))
  }
  return html`<div class="post">
    <img class="thumb" src=${content.thumbnailUrl} width="64" height="80" alt="" decoding="async" />
    <div>
      <p class="caption">${content.caption || messages.untitledPost}</p>
      <p class="meta">${meta.join(' · ')}</p>
      ${
        content.url === null
          ? nothing
          : html`<a href=${content.url} target="_blank" rel="noopener noreferrer">${view.say(messages.openIn, { platform: PLATFORM_NAMES[content.platform] })}</a>`
      }
    </div>
  </div>`
}
