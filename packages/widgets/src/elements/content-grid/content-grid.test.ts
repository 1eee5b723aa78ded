import './define.ts'
import type { Content } from '@sparkkit/sdk'
import { describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  approved,
  asked,
  type FakeWorkspace,
  fakeWorkspace,
  ineligible,
  LINK,
  postOf,
  postsOf,
  refusal,
  SECRET,
} from '../../testing/fake-workspace.ts'
import { all, button, find, mount, pause, press, textOf, type, until } from '../../testing/settle.ts'
import { SparkkitContentGrid } from './content-grid.ts'

async function shown(
  posts: readonly Content[],
  service: FakeWorkspace = fakeWorkspace(posts),
): Promise<{ grid: SparkkitContentGrid; service: FakeWorkspace }> {
  const grid = new SparkkitContentGrid()
  grid.client = service.client
  mount(grid)
  await until(() => find(grid, 'article') ?? find(grid, '.message'), 'the posts')
  await until(() => find(grid, '.count'), 'the counts')
  return { grid, service }
}

const cardOf = (grid: SparkkitContentGrid, place: number): HTMLElement => {
  const card = find(grid, `[data-index="${place}"]`)
  if (card === null) throw new Error(`card ${place} is not drawn`)
  return card
}

const check = (grid: SparkkitContentGrid, name: string): void => {
  const label = all<HTMLLabelElement>(grid, '.choice').find(each => each.textContent?.includes(name))
  label?.querySelector('input')?.click()
}

const pick = async (grid: SparkkitContentGrid, ...places: number[]): Promise<void> => {
  for (const place of places) cardOf(grid, place).querySelector<HTMLInputElement>('.pick input')?.click()
  await grid.updateComplete
}

const messageIn = (grid: SparkkitContentGrid): Promise<HTMLTextAreaElement> =>
  until(() => all<HTMLTextAreaElement>(grid, 'dialog textarea').find(({ value }) => value.includes(LINK)), 'the message')

const lastQuery = (service: FakeWorkspace): Record<string, string> => Object.fromEntries(service.to('GET /v1/content').at(-1)?.query ?? [])

describe('the posts', () => {
  test('are shown with their numbers, and how many there are, exactly', async () => {
    const { grid } = await shown(postsOf(1234))
    await until(() => textOf(grid).includes('1,234 posts'))
    for (const words of ['@creator0', 'Post number 0', '1.24M', '88.2K', '0:17', '1d']) expect(cardOf(grid, 0).textContent).toContain(words)
  })

  test.each([
    [postOf(0), 'Eligible', 'Request code'],
    [asked(0, 'queued'), 'Not sent yet', 'Message'],
    [asked(0, 'requested'), 'Requested', 'Remind'],
    [approved(0, 23), 'Approved · 23d', 'Copy code'],
    [approved(0, 3), 'Ends in 3d', 'Copy code'],
    [postOf(0, { sparkStatus: 'rejected' }), 'Declined', 'Ask again'],
    [postOf(0, { sparkStatus: 'lapsed' }), 'No answer', 'Ask again'],
    [postOf(0, { sparkStatus: 'expired' }), 'Expired', 'Ask again'],
    [ineligible(0), 'Not eligible', 'See why'],
  ])('a status has its word and one next step: %#', async (post, word, step) => {
    const { grid } = await shown([post])
    await until(() => cardOf(grid, 0).querySelector('.next')?.textContent?.includes(step), step)
    expect(cardOf(grid, 0).querySelector('.pill')?.textContent).toBe(word)
    expect(cardOf(grid, 0).querySelectorAll('.next .button')).toHaveLength(1)
  })

  test('none at all, or none that fit, is said and not left blank', async () => {
    const { grid } = await shown([])
    expect(textOf(grid)).toContain('as soon as they are imported')
    grid.filters = { ...grid.filters, eligible: true }
    await until(() => textOf(grid).includes('Nothing fits all of these filters'))
  })
})

describe('filters', () => {
  test('narrow the list, stand as chips beside the count, and go when their chip is pressed', async () => {
    const { grid, service } = await shown([postOf(0), asked(1, 'requested'), ineligible(2)])
    check(grid, 'Eligible now')
    await until(() => textOf(grid).includes('1 post '))
    expect(lastQuery(service)).toMatchObject({ sparkEligible: 'true', sort: '-postedAt', limit: '60' })
    await press(grid, 'Remove filter: Eligible now')
    await until(() => textOf(grid).includes('3 posts'))
    check(grid, 'Requested')
    await until(() => textOf(grid).includes('1 post '))
    expect(lastQuery(service).sparkStatus).toBe('requested')
  })

  test('the search waits for a pause, understands operators, and shows each as a chip', async () => {
    const { grid, service } = await shown(postsOf(20))
    const search = find<HTMLInputElement>(grid, 'input[type="search"]')
    if (search === null) throw new Error('no search')
    const before = service.to('GET /v1/content').length
    for (const text of ['p', 'po', 'post @creator1 views:>=25k']) type(search, text)
    await until(() => button(grid, 'Remove filter: views:>=25k'))
    expect(service.to('GET /v1/content')).toHaveLength(before + 1)
    expect(lastQuery(service)).toMatchObject({ creator: 'creator1', minViews: '25000', q: 'post*' })
    await press(grid, 'Remove filter: @creator1')
    await until(() => lastQuery(service).creator === undefined)
    expect(search.value).toBe('post views:>=25k')
  })

  test('an answer that comes late for an older filter is not shown', async () => {
    const service = fakeWorkspace([postOf(0), asked(1, 'requested')])
    const { grid } = await shown([], service)
    service.script('GET /v1/content', async ({ query }) => {
      if (!query.has('sparkStatus')) await pause(80)
      return undefined
    })
    grid.filters = { ...grid.filters, sort: '-views' }
    await grid.updateComplete
    grid.filters = { ...grid.filters, sparkStatus: ['requested'] }
    await until(() => cardOf(grid, 0).textContent.includes('Post number 1'))
    await pause(120)
    expect(all(grid, 'article')).toHaveLength(1)
  })

  test('the host hears of every change and can set them', async () => {
    const { grid, service } = await shown(postsOf(5))
    const heard: unknown[] = []
    grid.addEventListener('sparkkit-filter-change', ({ filters }) => heard.push(filters.platform))
    check(grid, 'TikTok')
    await until(() => lastQuery(service).platform === 'tiktok')
    expect(heard).toEqual([['tiktok']])
  })

  test('the views slider keeps its two ends in order', async () => {
    const { grid, service } = await shown(postsOf(5))
    const [low] = all<HTMLInputElement>(grid, '.range input')
    if (low === undefined) throw new Error('no slider')
    low.value = '4'
    low.dispatchEvent(new Event('change', { bubbles: true }))
    await until(() => lastQuery(service).minViews === '25000')
    expect(textOf(grid)).toContain('Views over 25K')
  })

  test('a change starts again at the top of the list', async () => {
    const { grid } = await shown(postsOf(59))
    window.scrollTo(0, 4000)
    await until(() => find(grid, '[data-index="36"]'))
    grid.renderRoot.querySelector<HTMLSelectElement>('.toolbar select')?.dispatchEvent(new Event('change', { bubbles: true }))
    await until(() => window.scrollY === 0)
  })

  test('on a narrow page they wait in a sheet', async () => {
    await page.viewport(390, 844)
    const { grid } = await shown(postsOf(5))
    await press(grid, 'Filters')
    await until(() => find<HTMLDialogElement>(grid, 'dialog.sheet')?.open)
    check(grid, 'TikTok')
    await press(grid, 'Show 5 posts')
    await until(() => button(grid, 'Remove filter: TikTok'))
    await page.viewport(1280, 900)
  })
})

describe('asking for codes', () => {
  test('the bar says what will happen, the dialog asks, the message is copied and counts as sent', async () => {
    const { grid, service } = await shown([postOf(0), postOf(1), approved(2, 23), asked(3, 'requested')])
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
    const heard: string[] = []
    for (const name of ['sparkkit-request', 'sparkkit-requested', 'sparkkit-message-copied'] as const)
      grid.addEventListener(name, event => heard.push(event.type))
    await pick(grid, 0, 1, 2)
    expect(find(grid, '.bar')?.textContent.replace(/\s+/g, ' ')).toContain('3 selected 2 creators · 2 codes needed · 1 cannot be asked')
    await press(grid, 'Request 2 codes')
    await until(() => textOf(grid).includes('2 posts will be asked for'))
    expect(textOf(grid)).toContain('Has a live Spark Code.')
    find<HTMLInputElement>(grid, '#days-60')?.click()
    find<HTMLButtonElement>(grid, 'dialog[open] .primary')?.click()
    await until(() => textOf(grid).includes('Message to @creator0 1 of 2'))
    expect(service.to('POST /v1/spark-requests')[0]?.body).toEqual({ content: [postOf(0).id, postOf(1).id], askedDays: 60 })
    const text = await messageIn(grid)
    type(text, `Hello!\n${LINK}`)
    await press(grid, 'Copy message')
    await until(() => textOf(grid).includes('Copied, and marked as sent.'))
    expect(write).toHaveBeenCalledWith(`Hello!\n${LINK}`)
    expect(service.calls.find(({ path }) => path.endsWith('/sent'))?.body).toEqual({ text: `Hello!\n${LINK}`, channel: 'tiktok_dm' })
    await press(grid, 'Next creator')
    await until(() => textOf(grid).includes('Message to @creator1 2 of 2'))
    await press(grid, 'Done')
    await until(() => cardOf(grid, 0).querySelector('.pill')?.textContent === 'Requested')
    expect(heard).toEqual(['sparkkit-request', 'sparkkit-requested', 'sparkkit-message-copied'])
    expect(grid.selection).toEqual([approved(2, 23).id])
    write.mockRestore()
  })

  test('what the service refuses is shown row by row', async () => {
    const { grid } = await shown([postOf(0), postOf(1, { caption: 'do not contact' })])
    await pick(grid, 0, 1)
    await press(grid, 'Request 2 codes')
    await until(() => find(grid, 'dialog[open] .primary'))
    find<HTMLButtonElement>(grid, 'dialog[open] .primary')?.click()
    await until(() => textOf(grid).includes('This creator must not be contacted.'))
    expect(textOf(grid)).toContain('Not requested')
  })

  test('a reminder that is copied counts as a reminder', async () => {
    const { grid, service } = await shown([asked(0, 'requested')])
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
    await press(grid, 'Remind: @creator0')
    await messageIn(grid)
    await press(grid, 'Copy message')
    await until(() => service.calls.some(({ path }) => path.endsWith('/reminded')))
    expect(service.calls.find(({ path }) => path.endsWith('/message'))?.query.get('kind')).toBe('reminder')
    expect(service.calls.some(({ path }) => path.endsWith('/sent'))).toBe(false)
    write.mockRestore()
  })

  test('a message without the link cannot be copied', async () => {
    const { grid } = await shown([asked(0, 'requested')])
    await press(grid, 'Remind: @creator0')
    const text = await messageIn(grid)
    type(text, 'Hello!')
    await until(() => textOf(grid).includes(`The approval link must be in the message: ${LINK}`))
    expect(button(grid, 'Copy message')?.disabled).toBe(true)
  })

  test('the default message is saved with names in braces', async () => {
    const { grid, service } = await shown([asked(0, 'queued')])
    await press(grid, 'Message: @creator0')
    const text = await messageIn(grid)
    type(text, text.value.replace('Say yes or no here', 'Dear @creator0, please answer here'))
    await press(grid, 'Save as default')
    await press(grid, 'Save default')
    await until(() => textOf(grid).includes('Saved as default.'))
    expect(service.to('POST /v1/message-templates')[0]?.body).toMatchObject({
      ...{ kind: 'request', channel: 'tiktok_dm', locale: 'en', isDefault: true },
      text: 'Hi @{{handle}}! It is {{brand}}.\nDear @{{handle}}, please answer here: {{link}}\nFor {{days}} days.',
    })
  })

  test('a host can take the asking over', async () => {
    const { grid, service } = await shown(postsOf(1))
    grid.addEventListener('sparkkit-request', event => event.preventDefault())
    await press(grid, 'Request code: @creator0')
    await until(() => find(grid, 'dialog[open] .primary'))
    find<HTMLButtonElement>(grid, 'dialog[open] .primary')?.click()
    await pause(30)
    expect(service.to('POST /v1/spark-requests')).toHaveLength(0)
  })

  test('why a post is not eligible is one press away', async () => {
    const { grid } = await shown([ineligible(0)])
    await press(grid, 'See why: @creator0')
    await until(() => textOf(grid).includes('Stories cannot become Spark Ads.'))
  })
})

describe('a code', () => {
  test('is copied without being shown or told in an event', async () => {
    const { grid, service } = await shown([approved(0, 23)])
    let copied = ''
    const write = vi.spyOn(navigator.clipboard, 'write').mockImplementation(async ([item]) => {
      copied = (await (await item?.getType('text/plain'))?.text()) ?? ''
    })
    const heard: Event[] = []
    grid.addEventListener('sparkkit-code-copied', event => heard.push(event))
    await press(grid, 'Copy code: @creator0')
    await until(() => heard.length === 1)
    expect(copied).toBe(SECRET)
    expect(service.calls.some(({ path }) => path.endsWith('/reveal'))).toBe(true)
    expect(JSON.stringify({ ...heard[0] }) + textOf(grid)).not.toContain(SECRET)
    write.mockRestore()
  })

  test('can be copied by hand where the browser forbids copying', async () => {
    const { grid } = await shown([approved(0, 23)])
    const refuse = (): Promise<never> => Promise.reject(new DOMException('no', 'NotAllowedError'))
    const spies = [
      vi.spyOn(navigator.clipboard, 'write').mockImplementation(refuse),
      vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(refuse),
      vi.spyOn(document, 'execCommand').mockReturnValue(false),
    ]
    await press(grid, 'Copy code: @creator0')
    const field = await until(() => find<HTMLInputElement>(grid, '.notice input'))
    expect(field.value).toBe(SECRET)
    await press(grid, 'Close')
    await until(() => find(grid, '.notice input') === null)
    for (const spy of spies) spy.mockRestore()
  })

  test('is not offered without the scope to reveal it', async () => {
    const { grid } = await shown([], fakeWorkspace([approved(0, 23)], { scopes: ['content:read'] }))
    expect(button(grid, 'View: @creator0')?.getAttribute('href')).toBe(approved(0, 23).url)
  })
})

describe('when something fails', () => {
  test('the sentence comes with a way to try again', async () => {
    const service = fakeWorkspace(postsOf(3))
    let isDown = true
    service.script('GET /v1/content', () => (isDown ? refusal(503, 'unavailable', 'The service cannot answer right now.') : undefined))
    const { grid } = await shown([], service)
    expect(textOf(grid)).toContain('The service cannot answer right now.')
    isDown = false
    await press(grid, 'Try again')
    await until(() => all(grid, 'article').length === 3)
  })

  test('a refused token is fetched anew once; without a token the host is told and the user can retry', async () => {
    let given = 0
    let isSignedOut = false
    const getToken = async () => {
      if (isSignedOut) throw new Error('signed out')
      return { token: `token-${++given}`, expiresAt: Date.now() + 900_000 }
    }
    const service = fakeWorkspace(postsOf(3), { getToken })
    const { grid } = await shown([], service)
    expect(given).toBe(1)
    service.script('GET /v1/content', ({ token }) => (token === 'Bearer token-1' ? refusal(401, 'unauthenticated', 'Old.') : undefined))
    await grid.refresh()
    expect(given).toBe(2)
    expect(all(grid, 'article')).toHaveLength(3)
    const errors: string[] = []
    grid.addEventListener('sparkkit-auth-error', () => errors.push('auth'))
    service.script('GET /v1/content', () => refusal(401, 'unauthenticated', 'Old.'))
    isSignedOut = true
    await grid.refresh()
    await until(() => textOf(grid).includes('Your session has ended.'))
    expect(errors).toContain('auth')
    service.script('GET /v1/content', () => undefined)
    isSignedOut = false
    await press(grid, 'Try again')
    await until(() => all(grid, 'article').length === 3)
  })
})

describe('keys', () => {
  test('arrows walk through the cards, across pages that are not drawn yet; space selects', async () => {
    const { grid } = await shown(postsOf(59))
    const focused = (): string | undefined =>
      grid.shadowRoot?.activeElement instanceof HTMLElement ? grid.shadowRoot.activeElement.dataset.index : undefined
    cardOf(grid, 0).focus()
    await userEvent.keyboard('{ArrowRight}')
    await until(() => focused() === '1')
    await userEvent.keyboard(' ')
    await until(() => grid.selection.length === 1)
    await userEvent.keyboard('{End}')
    await until(() => focused() === '58')
    const { bottom } = cardOf(grid, 58).getBoundingClientRect()
    expect(bottom).toBeLessThanOrEqual(window.innerHeight + 1)
    await userEvent.keyboard('{Home}')
    await until(() => focused() === '0')
  })

  test('scrolling away does not lose the focused card', async () => {
    const { grid } = await shown(postsOf(59))
    cardOf(grid, 1).focus()
    window.scrollTo(0, 6000)
    await pause(80)
    expect(grid.shadowRoot?.activeElement).toBe(cardOf(grid, 1))
    window.scrollTo(0, 0)
  })

  test('shift selects all from the last one to this', async () => {
    const { grid } = await shown(postsOf(8))
    await pick(grid, 1)
    cardOf(grid, 3)
      .querySelector('.pick input')
      ?.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, shiftKey: true }))
    expect(grid.selection).toHaveLength(3)
  })
})
