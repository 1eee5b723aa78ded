import {
  approvalLocale,
  builtInMessage,
  MESSAGE_LIMITS,
  type MessageChannel,
  type MessageKind,
  type MessageText,
  messageLength,
  messageProblem,
  renderMessage,
} from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { iso } from '../../http/schemas.ts'
import { fieldProblem } from '../../problem.ts'
import type { CreatorRow } from '../content/index.ts'
import { approvalUrl, type LinkRow, type RequestRow, shortCodeOf } from '../spark-requests/index.ts'
import type { ApprovalMessage } from './sending-contract.ts'
import { findDefaults, findTemplate, type TemplateRow } from './store.ts'

/** What a message should be made from; what is left open is decided for each creator. */
export interface Wish {
  readonly kind: MessageKind
  readonly channel?: MessageChannel | undefined
  readonly locale?: string | undefined
  readonly templateId?: string | undefined
}

interface Chosen extends MessageText {
  readonly templateId: string | null
  readonly channel: MessageChannel
  readonly locale: string
  readonly kind: MessageKind
}

export interface Addressee {
  readonly link: LinkRow
  readonly creator: CreatorRow | undefined
  readonly requests: readonly RequestRow[]
}

export async function loadNamed(ctx: Ctx, { templateId, channel }: Pick<Wish, 'templateId' | 'channel'>): Promise<TemplateRow | undefined> {
  if (templateId === undefined) return undefined
  const template = await findTemplate(ctx, templateId)
  if (!template) throw fieldProblem('templateId', 'names no template of this workspace')
  if (channel !== undefined && channel !== template.channel) throw fieldProblem('templateId', `is for ${template.channel}`)
  return template
}

const languageOf = (tag: string): string => tag.toLowerCase().split('-')[0] ?? ''

/** The default for this very tag, or for its language. */
function defaultFor(defaults: readonly TemplateRow[], channel: MessageChannel, locale: string): TemplateRow | undefined {
  const own = defaults.filter(row => row.channel === channel)
  return own.find(row => row.locale.toLowerCase() === locale.toLowerCase()) ?? own.find(row => row.locale === languageOf(locale))
}

/** Writes messages: the templates that come into question are read once, however many creators there are. */
export class Composer {
  readonly #ctx: Ctx
  readonly #wish: Wish
  readonly #named: TemplateRow | undefined
  readonly #defaults: readonly TemplateRow[]

  private constructor(ctx: Ctx, wish: Wish, templates: { named: TemplateRow | undefined; defaults: readonly TemplateRow[] }) {
    this.#ctx = ctx
    this.#wish = wish
    this.#named = templates.named
    this.#defaults = templates.defaults
  }

  /** Throws where the wish names a template that does not fit it. */
  static async open(ctx: Ctx, wish: Wish): Promise<Composer> {
    const named = await loadNamed(ctx, wish)
    return new Composer(ctx, wish, { named, defaults: named ? [] : await findDefaults(ctx, wish.kind) })
  }

  #choose(creator: CreatorRow | undefined): Chosen {
    const { kind } = this.#wish
    const channel = this.#wish.channel ?? (creator?.platform === 'instagram' ? 'instagram_dm' : 'tiktok_dm')
    const locale = this.#wish.locale ?? this.#ctx.workspace.locale
    const template = this.#named ?? defaultFor(this.#defaults, channel, locale)
    if (template) return { ...template, templateId: template.id }
    return { ...builtInMessage({ channel, locale, kind }), templateId: null, channel, locale: approvalLocale([locale]), kind }
  }

  compose({ link, creator, requests }: Addressee): ApprovalMessage {
    const ctx = this.#ctx
    const { channel, locale, kind, templateId, ...template } = this.#choose(creator)
    const url = approvalUrl(ctx, link)
    const { shortCode, shortUrl } = shortCodeOf(ctx, link)
    const pending = requests.filter(request => request.status === 'pending')
    const respondBy = pending.length > 0 ? Math.min(...pending.map(request => request.respondBy)) : ctx.now
    const values = {
      handle: creator?.handle ?? creator?.displayName ?? '',
      brand: ctx.workspace.branding.name,
      link: url,
      shortUrl,
      shortCode,
      count: pending.length,
      days: Math.max(...pending.map(request => request.askedDays), 0),
      respondBy: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(respondBy)),
    }
    const { text } = renderMessage(template.text, values)
    const subject = template.subject === null ? null : renderMessage(template.subject, values).text.replaceAll(/\s+/g, ' ')
    return {
      channel,
      locale,
      kind,
      subject,
      text,
      url,
      shortCode,
      shortUrl,
      shortCodeEndsAt: iso(link.shortCodeEndsAt ?? ctx.now),
      templateId,
      template: template.text,
      length: messageLength(channel, text),
      limit: { ...MESSAGE_LIMITS[channel] },
      problem: messageProblem(channel, { subject, text }, { link: url, shortUrl }),
      pendingRequestIds: pending.map(request => request.id),
    }
  }
}
