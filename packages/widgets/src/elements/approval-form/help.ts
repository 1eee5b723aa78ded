import { html, type TemplateResult } from 'lit'
import { rich, type View } from './view.ts'

const isAndroid = (): boolean => /android/i.test(navigator.userAgent)

/** How to get a code in TikTok, open from the start. Both phones' steps are there; the other phone's are one tap away. */
export function help(view: View, askedDays: number): TemplateResult {
  const { messages, say, days } = view
  const android = isAndroid()
  const device = (name: string, isChosen: boolean): TemplateResult =>
    html`<input type="radio" name="device" id="device-${name}" ?checked=${isChosen} /><label for="device-${name}"
        >${name === 'iphone' ? messages.helpIphone : messages.helpAndroid}</label
      >`
  const steps = (name: string, list: readonly string[]): TemplateResult =>
    html`<ol class=${name}>
      ${list.map(step => html`<li>${rich(say(step, { days: days(askedDays) }))}</li>`)}
    </ol>`
  return html`<details class="help" id="help" open>
    <summary>${messages.helpTitle}</summary>
    <div class="devices">${device('iphone', !android)}${device('android', android)}${steps('iphone', messages.stepsIphone)}${steps('android', messages.stepsAndroid)}</div>
    <p class="meta">${rich(messages.helpMissing)}</p>
  </details>`
}
