import './define.ts'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { Approval } from '../../internal/api-types.ts'
import { approvalOf, CODE, fakeApprovals, itemOf, liveCode, problem, type Script } from '../../testing/fake-approvals.ts'
import { button, find, mount, pause, press, textOf, type, until } from '../../testing/settle.ts'
import { SparkkitApprovalForm } from './approval-form.ts'

/** Loaded from a cold start it may come after the first paste, which the service then answers alone. */
beforeAll(() => import('./later.ts'))

type Fake = ReturnType<typeof fakeApprovals>

async function shown(
  approval: Approval,
  scripts: Readonly<Record<string, Script>> = {},
): Promise<{ form: SparkkitApprovalForm; service: Fake }> {
  const service = fakeApprovals(approval, scripts)
  const form = new SparkkitApprovalForm()
  form.token = 'tok'
  mount(form)
  await until(() => find(form, 'h1'), 'the page')
  return { form, service }
}

const field = (form: SparkkitApprovalForm): HTMLInputElement => {
  const input = find<HTMLInputElement>(form, 'input.code')
  if (input === null) throw new Error('there is no field for a code')
  return input
}

const hint = (form: SparkkitApprovalForm): string => find(form, '.hint')?.textContent?.trim() ?? ''

describe('the question', () => {
  test('says who asks, for which post, for how long, and tells the service once that a person opened it', async () => {
    const { form, service } = await shown(approvalOf(itemOf(1)))
    for (const words of [
      'Lumen Skincare',
      '@lumenskin · lumen.example',
      'May we run your video as an ad?',
      'part 1',
      '1.24M views',
      '30 days',
    ]) {
      expect(textOf(form)).toContain(words)
    }
    form.requestUpdate()
    await form.updateComplete
    expect(service.verbs().filter(verb => verb === 'opened')).toHaveLength(1)
  })

  test('says what the creator gets, and shows the terms in full before a yes', async () => {
    const hash = 'a'.repeat(64)
    const reference = { hash, locale: 'de', version: '3', url: null }
    const asked = approvalOf(itemOf(1, { feeNote: '150 € & a gift', terms: reference }))
    const { form } = await shown({ ...asked, terms: [{ ...reference, text: 'Du behältst deinen Beitrag.\nWir zahlen.' }] })
    for (const words of ['What you get', '150 € & a gift', 'Terms · Version 3', 'With your approval you agree']) {
      expect(textOf(form)).toContain(words)
    }
    const terms = find(form, '.text')
    expect([terms?.textContent, terms?.getAttribute('lang')]).toEqual(['Du behältst deinen Beitrag.\nWir zahlen.', 'de'])
  })

  test('an answered page still shows the terms, and says how to extend', async () => {
    const reference = { hash: 'a'.repeat(64), locale: 'en', version: null, url: null }
    const answered = approvalOf(itemOf(1, { status: 'approved', code: liveCode(), terms: reference }))
    const { form } = await shown({ ...answered, terms: [{ ...reference, text: 'You keep it.' }] })
    expect(find(form, '.text')?.textContent).toBe('You keep it.')
    await press(form, 'Replace or extend')
    await until(() => textOf(form).includes('Give the same code again'))
    expect(textOf(form).match(/You keep it\./g)).toHaveLength(1)
  })

  test('both answers are equally large, targets are at least 48 px and fields at least 16 px', async () => {
    const { form } = await shown(approvalOf(itemOf(1)))
    const [approve, decline] = [button(form, 'Approve'), button(form, 'Decline')].map(each => each?.getBoundingClientRect())
    expect(approve?.width).toBe(decline?.width)
    expect(approve?.height).toBe(decline?.height)
    expect(approve?.height).toBeGreaterThanOrEqual(48)
    for (const each of [field(form), find(form, 'select.field')]) {
      expect(each?.getBoundingClientRect().height).toBeGreaterThanOrEqual(48)
      expect(Number.parseFloat(getComputedStyle(each ?? form).fontSize)).toBeGreaterThanOrEqual(16)
    }
  })

  test('the help is open, and names the days to choose', async () => {
    const { form } = await shown(approvalOf(itemOf(1, { askedDays: 60 })))
    expect(find<HTMLDetailsElement>(form, 'details')?.open).toBe(true)
    expect(find(form, 'details')?.textContent).toContain('60 days')
  })
})

describe('the verdict on a pasted code', () => {
  test('comes from the service, for the last thing typed only', async () => {
    const { form, service } = await shown(approvalOf(itemOf(1)), {
      check: ({ body }) => pause(40).then(() => verdictFor(String(body.code))),
    })
    type(field(form), CODE, 'insertFromPaste')
    await until(() => service.verbs().includes('check'))
    type(field(form), `${CODE.slice(0, 20)}Q7=`, 'insertFromPaste')
    await until(() => hint(form) === 'Looks right. It covers 30 days, as asked.')
    const [first, second] = service.calls.filter(({ verb }) => verb === 'check')
    expect(first?.signal?.aborted).toBe(true)
    expect(second?.body).toMatchObject({ code: `${CODE.slice(0, 20)}Q7=`, days: 30 })
  })

  test.each([
    ['#booktok', 'That is a hashtag'],
    ['https://www.tiktok.com/@mara/video/7195686135157296390', 'That is the link of the post'],
    ['#Ab1', 'A part is missing'],
  ])('%s is known to be wrong without the service', async (text, sentence) => {
    const { form, service } = await shown(approvalOf(itemOf(1)))
    type(field(form), text, 'insertFromPaste')
    await until(() => hint(form).startsWith(sentence), sentence)
    expect(service.verbs()).not.toContain('check')
    expect(field(form).getAttribute('aria-invalid')).toBe('true')
  })

  test('fewer days than asked are said, and can be sent', async () => {
    const { form, service } = await shown(approvalOf(itemOf(1)), {
      check: ({ body }) => ({ ...verdictFor(''), shorterThanAsked: Number(body.days) < 30 }),
    })
    type(field(form), CODE, 'insertFromPaste')
    const days = find<HTMLSelectElement>(form, 'select.field')
    if (days === null) throw new Error('no days')
    days.value = '7'
    days.dispatchEvent(new Event('change', { bubbles: true }))
    await until(() => hint(form).includes('7 days is shorter than the 30 days'))
    await press(form, 'Approve')
    await until(() => textOf(form).includes('Approved. Thank you!'))
    expect(service.calls.at(-1)?.body).toEqual({ requestId: itemOf(1).requestId, code: CODE, days: 7 })
  })

  test('Paste reads the clipboard in the click itself, and says what to do when that is forbidden', async () => {
    const { form } = await shown(approvalOf(itemOf(1)))
    const read = vi.spyOn(navigator.clipboard, 'readText').mockRejectedValueOnce(new Error('no')).mockResolvedValueOnce(` ${CODE}\n`)
    button(form, 'Paste')?.click()
    expect(read).toHaveBeenCalledTimes(1)
    await until(() => hint(form) === 'Press and hold in the field, then tap Paste.')
    expect(form.shadowRoot?.activeElement).toBe(field(form))
    await press(form, 'Paste')
    await until(() => hint(form).startsWith('Looks right'))
    read.mockRestore()
  })
})

describe('an answer', () => {
  test('approving shows the receipt with the days left, moves the focus there and forgets the draft', async () => {
    const { form } = await shown(approvalOf(itemOf(1)))
    const heard: string[] = []
    for (const name of ['sparkkit-approve', 'sparkkit-approved'] as const)
      document.body.addEventListener(name, event => heard.push(event.type), { once: true })
    type(field(form), CODE)
    field(form).focus()
    await userEvent.keyboard('{Enter}')
    await until(() => textOf(form).includes('30 days left'))
    expect(textOf(form)).not.toContain(CODE)
    expect(heard).toEqual(['sparkkit-approve', 'sparkkit-approved'])
    await until(() => form.shadowRoot?.activeElement?.className === 'receipt', 'the focus')
    expect(localStorage).toHaveLength(0)
  })

  test('a refusal is announced in a sentence and keeps the code', async () => {
    const { form } = await shown(approvalOf(itemOf(1)), { approve: () => problem('spark_code_used_elsewhere', 409) })
    type(field(form), CODE)
    await press(form, 'Approve')
    const alert = await until(() => find(form, '[role="alert"]'), 'an alert')
    expect(alert.textContent).toContain('belongs to another post')
    expect(field(form).getAttribute('aria-describedby')).toBe(alert.id)
    expect(field(form).value).toBe(CODE)
  })

  test('an empty field is not sent, and a host can stop a sending', async () => {
    const { form, service } = await shown(approvalOf(itemOf(1)))
    await press(form, 'Approve')
    await until(() => hint(form).startsWith('Paste your Spark Code first'))
    form.addEventListener('sparkkit-approve', event => event.preventDefault())
    type(field(form), CODE)
    await press(form, 'Approve')
    await pause(30)
    expect(service.verbs()).not.toContain('approve')
  })

  test('declining asks once more, takes a reason, and can be undone', async () => {
    const { form, service } = await shown(approvalOf(itemOf(1)))
    await press(form, 'Decline')
    const reason = await until(() => find<HTMLTextAreaElement>(form, 'textarea'))
    type(reason, '<b>Another deal</b>')
    await press(form, 'Yes, decline')
    await until(() => textOf(form).includes('You declined'))
    expect(service.calls.at(-1)).toMatchObject({ verb: 'reject', body: { reason: '<b>Another deal</b>' } })
    await press(form, 'Approve after all')
    await until(() => find(form, 'input.code'))
  })

  test('of several posts some can be answered now and the rest later', async () => {
    const { form } = await shown(approvalOf(itemOf(1), itemOf(2), itemOf(3, { status: 'lapsed' })))
    expect(textOf(form)).toContain('May we run 3 of your posts as ads?')
    type(field(form), CODE)
    await press(form, 'Approve')
    await until(() => textOf(form).includes('1 of 3 answered'))
    expect(form.renderRoot.querySelectorAll('input.code')).toHaveLength(2)
    expect(textOf(form)).toContain('your answer is still welcome')
  })

  test('a live code can be replaced or withdrawn, and withdrawing says what it does not do', async () => {
    const { form, service } = await shown(approvalOf(itemOf(1, { status: 'approved', code: liveCode() })))
    expect(textOf(form)).toContain('23 days left')
    expect(button(form, 'Replace or extend')).not.toBeNull()
    await press(form, 'Withdraw')
    await until(() => textOf(form).includes('Withdraw your code?'))
    expect(textOf(form)).toContain('TikTok does not learn of it')
    await press(form, 'Yes, withdraw')
    await until(() => textOf(form).includes('You withdrew your code'))
    expect(service.verbs()).toContain('withdraw')
  })
})

describe('a page that is interrupted', () => {
  test('what was typed comes back after the browser was killed', async () => {
    const first = await shown(approvalOf(itemOf(1)))
    type(field(first.form), CODE)
    first.form.remove()
    const again = new SparkkitApprovalForm()
    again.token = 'tok'
    mount(again)
    await until(() => find(again, 'input.code'))
    expect(field(again).value).toBe(CODE)
    await until(() => hint(again).startsWith('Looks right'))
  })

  test('storage that throws costs the draft, not the form', async () => {
    const forbidden = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('no', 'SecurityError')
    })
    const { form } = await shown(approvalOf(itemOf(1)))
    type(field(form), CODE)
    await press(form, 'Approve')
    await until(() => textOf(form).includes('Approved'))
    forbidden.mockRestore()
  })

  test("the server's own page stays until the data is there, and what was typed into it is taken over with the focus", async () => {
    const { requestId } = itemOf(1)
    fakeApprovals(approvalOf(itemOf(1)), { read: () => pause(60).then(() => approvalOf(itemOf(1))) })
    const form = new SparkkitApprovalForm()
    form.innerHTML = `<form><input type="hidden" name="requestId" value="${requestId}"><input name="code"><select name="days"><option>60</option></select></form>`
    form.token = 'tok'
    mount(form)
    await form.updateComplete
    const plain = form.querySelector<HTMLInputElement>('input[name="code"]')
    expect(plain?.checkVisibility()).toBe(true)
    if (plain !== null) plain.value = CODE
    plain?.focus()
    await until(() => find(form, 'h1'))
    await until(() => form.shadowRoot?.activeElement === field(form), 'the focus')
    expect(plain?.checkVisibility()).toBe(false)
    expect(field(form).value).toBe(CODE)
    expect(find<HTMLSelectElement>(form, 'select.field')?.value).toBe('60')
  })

  test('without a connection it says so and tries again, or leaves the page of the server alone', async () => {
    let isDown = true
    fakeApprovals(approvalOf(itemOf(1)), { read: () => (isDown ? Promise.reject(new TypeError('offline')) : approvalOf(itemOf(1))) })
    const [bare, enhanced] = [new SparkkitApprovalForm(), new SparkkitApprovalForm()]
    enhanced.innerHTML = '<p>plain page</p>'
    for (const form of [bare, enhanced]) {
      form.token = 'tok'
      mount(form)
    }
    await until(() => textOf(bare).includes('No connection'))
    expect(enhanced.querySelector('p')?.checkVisibility()).toBe(true)
    isDown = false
    await press(bare, 'Try again')
    await until(() => find(bare, 'h1'))
  })

  test('a link that is dead says what to do', async () => {
    fakeApprovals(approvalOf(), { read: () => problem('link_revoked', 404) })
    const form = new SparkkitApprovalForm()
    const errors: string[] = []
    form.addEventListener('sparkkit-error', ({ code }) => errors.push(code))
    form.token = 'old'
    mount(form)
    await until(() => textOf(form).includes('Please ask for a new one'))
    expect(errors).toEqual(['link_revoked'])
  })
})

describe('languages', () => {
  test('speaks the one it is told, else the one of the workspace, and lets the creator choose', async () => {
    const { form } = await shown({ ...approvalOf(itemOf(1)), locale: 'es-MX' })
    await until(() => textOf(form).includes('¿Podemos usar tu vídeo como anuncio?'))
    const languages = find<HTMLSelectElement>(form, '.language')
    if (languages === null) throw new Error('no languages')
    languages.value = 'de'
    languages.dispatchEvent(new Event('change', { bubbles: true }))
    await until(() => textOf(form).includes('Dürfen wir dein Video'))
    expect(find(form, 'main')?.lang).toBe('de')
    form.locale = 'ja'
    await until(() => textOf(form).includes('Lumen Skincareの広告チームのみ'))
  })

  test('a host can put a sentence in its own words', async () => {
    const { form } = await shown(approvalOf(itemOf(1)))
    form.messages = { approve: 'Yes please' }
    await form.updateComplete
    expect(button(form, 'Yes please')).not.toBeNull()
  })
})

const verdictFor = (code: string): object => ({
  ok: true,
  masked: code.slice(-5),
  repairs: [],
  problem: null,
  isExtension: false,
  shorterThanAsked: false,
  verification: 'unverified',
})

describe('several codes at once', () => {
  const OTHER = `${CODE.slice(0, 20)}Q7=`
  const fine = {
    ok: true,
    masked: '#••••••',
    repairs: [],
    problem: null,
    isExtension: false,
    shorterThanAsked: false,
    verification: 'unverified',
  }
  const bad = { ...fine, ok: false, problem: { code: 'spark_code_used_elsewhere', detail: '' } }

  async function sorted(verdicts: readonly object[]): Promise<{ form: SparkkitApprovalForm; service: Fake }> {
    const items = [itemOf(1), itemOf(2)]
    const { form, service } = await shown(approvalOf(...items), {
      sort: () => ({
        suggestions: items.map((item, at) => ({
          requestId: item.requestId,
          code: [CODE, OTHER][at],
          placedBy: 'order',
          verdict: verdicts[at],
        })),
        unplaced: [],
      }),
    })
    await until(() => find(form, '#several textarea'), 'the field for several codes')
    const text = find<HTMLTextAreaElement>(form, '#several textarea')
    if (text === null) throw new Error('there is no field for several codes')
    text.value = `${CODE} ${OTHER}`
    text.dispatchEvent(new Event('input', { bubbles: true }))
    find<HTMLFormElement>(form, '#several form')?.requestSubmit()
    await until(() => button(form, 'Approve all'), 'the button to send all')
    return { form, service }
  }

  test('fill the fields for a look, and are sent together', async () => {
    const { form, service } = await sorted([fine, fine])
    const values = [...(form.shadowRoot?.querySelectorAll<HTMLInputElement>('input.code') ?? [])].map(input => input.value)
    expect(values).toEqual([CODE, OTHER])
    expect(service.verbs()).not.toContain('approve')
    button(form, 'Approve all')?.click()
    await until(() => service.verbs().filter(verb => verb === 'approve').length === 2, 'both answers')
    expect(service.calls.filter(({ verb }) => verb === 'approve').map(({ body }) => body.code)).toEqual([CODE, OTHER])
  })

  test('leave out the one whose verdict is bad, and say why', async () => {
    const { form, service } = await sorted([bad, fine])
    expect(textOf(form)).toContain('This code belongs to another post.')
    button(form, 'Approve all')?.click()
    await until(() => service.verbs().includes('approve'), 'the answer')
    await pause(20)
    expect(service.calls.filter(({ verb }) => verb === 'approve').map(({ body }) => body.code)).toEqual([OTHER])
  })

  test('are not offered where one post waits', async () => {
    const { form } = await shown(approvalOf(itemOf(1), itemOf(2, { status: 'rejected' })))
    expect(find(form, '#several')).toBeNull()
  })
})
