import { APPROVAL_LOCALES, type ApprovalLocale, approvalMessages, pluralMessage, problemMessage, shortCodeMessages } from '@sparkkit/core'
import { html } from 'hono/html'
import { accentStyle, publicDocument } from '../../../http/public-page.ts'
import { itemSection } from './item.ts'
import { commonTerms, type Markup, type PageView, rich } from './page-view.ts'
import { severalSection } from './several.ts'

const brandHeader = ({ approval: { brand } }: PageView): Markup => {
  const about = [brand.handle === null ? null : `@${brand.handle.replace(/^@/, '')}`, brand.website?.replace(/^https?:\/\/|\/$/g, '')]
  return html`<header class="brand">
${brand.logoUrl === null ? html`<span class="logo" aria-hidden="true">${[...brand.name][0]}</span>` : html`<img class="logo" src="${brand.logoUrl}" width="40" height="40" alt="">`}
<div><p class="name">${brand.name}</p><p class="meta">${about.filter(Boolean).join(' · ')}</p></div>
</header>`
}

const help = ({ messages, say, days, approval }: PageView): Markup => {
  const asked = approval.items.find(item => item.status === 'pending' || item.status === 'lapsed') ?? approval.items[0]
  const steps = (name: string, list: readonly string[]): Markup =>
    html`<ol class="${name}">${list.map(step => html`<li>${rich(say(step, { days: days(asked?.askedDays ?? 30) }))}</li>`)}</ol>`
  return html`<details class="help" id="help" open><summary>${messages.helpTitle}</summary>
<div class="devices"><input type="radio" name="device" id="device-iphone" checked><label for="device-iphone">${messages.helpIphone}</label><input type="radio" name="device" id="device-android"><label for="device-android">${messages.helpAndroid}</label>${steps('iphone', messages.stepsIphone)}${steps('android', messages.stepsAndroid)}</div>
<p class="meta">${rich(messages.helpMissing)}</p></details>`
}

/** The same page in the other languages. */
export const languages = (base: string, locale: ApprovalLocale): Markup =>
  html`<nav class="languages" aria-label="${approvalMessages(locale).language}">${Object.entries(APPROVAL_LOCALES).map(([tag, name]) =>
    tag === locale ? html` <b lang="${tag}">${name}</b>` : html` <a href="${base}?lang=${tag}" lang="${tag}" hreflang="${tag}">${name}</a>`,
  )}</nav>`

const footer = ({ messages, say, approval, base, locale }: PageView): Markup => html`<footer class="meta">
${approval.brand.contact === null ? '' : html`<span>${say(messages.contact, { contact: approval.brand.contact })}</span>`}
${languages(base, locale)}
</footer>`

const page = (view: PageView): Markup => {
  const { approval, messages, locale } = view
  const open = approval.items.filter(({ status }) => status === 'pending' || status === 'lapsed')
  const isSingle = approval.items.length === 1
  const title = open.length > 0 ? pluralMessage(locale, messages.title, { count: open.length }) : messages.titleAnswered
  return html`<main class="page">
${brandHeader(view)}
<h1>${title}</h1>
<p class="lead">${open.length > 0 ? messages.lead : messages.allAnswered}</p>
${view.isAnswerOnly ? html`<p class="meta">${shortCodeMessages(locale).answerOnly}</p>` : ''}
${isSingle || open.length === 0 ? '' : html`<p class="meta">${view.say(messages.progress, { done: approval.items.length - open.length, total: approval.items.length })}</p>`}
${isSingle && open.length > 0 ? '' : commonTerms(view)}
${severalSection(view)}
${approval.items.map(item => itemSection(view, item))}
${help(view)}
${footer(view)}
</main>`
}

interface Frame {
  title: string
  locale: string
  nonce: string
  accent: string | null
  withScript: boolean
}

const document = ({ title, locale, nonce, accent, withScript }: Frame, body: Markup): Markup => {
  const head = html`<link rel="stylesheet" href="/assets/widgets/approval-form.css">
${accentStyle('sparkkit-approval-form', accent, nonce)}
${withScript ? html`<script type="module" src="/assets/widgets/approval-form.js"></script>` : ''}`
  return publicDocument({ title, locale, head }, body)
}

/** The whole page; the widget takes over what stands inside it, browsers without scripts use it as it is. */
export const renderApproval = (view: PageView, nonce: string): Markup =>
  document(
    {
      title: `${view.approval.brand.name} · Spark Code`,
      locale: view.locale,
      nonce,
      accent: view.approval.brand.accent,
      withScript: !view.isAnswerOnly,
    },
    view.isAnswerOnly
      ? plain(page(view))
      : html`<sparkkit-approval-form token="${view.token}" api-base="/" locale="${view.locale}" theme="auto">${page(view)}</sparkkit-approval-form>`,
  )

/** Dressed like the others, and without a script. */
const plain = (main: Markup): Markup => html`<sparkkit-approval-form theme="auto">${main}</sparkkit-approval-form>`

/** A page that knows no brand yet. */
export const renderPlain = (locale: ApprovalLocale, title: string, main: Markup): Markup =>
  document({ title, locale, nonce: '', accent: null, withScript: false }, plain(main))

/** A link that leads nowhere, said so that the creator knows what to do. */
export const renderDeadEnd = (locale: ApprovalLocale, code: string): Markup => {
  const sentence = problemMessage(approvalMessages(locale), code)
  return renderPlain(locale, 'Spark Code', html`<main class="page"><h1>Spark Code</h1><p class="lead" role="alert">${sentence}</p></main>`)
}
