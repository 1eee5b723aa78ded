import { ago, clock } from './clock.js'
import { get } from './session.js'

const SHOWN = 12
const POLL_MS = 3000
const TYPES = 'type=spark_request.*,spark_code.*'
const WORDS = {
  'spark_request.created': ['Code requested', ''],
  'spark_request.sent': ['Message sent', 'info'],
  'spark_request.opened': ['Link opened', 'info'],
  'spark_request.approved': ['Creator approved', 'good'],
  'spark_request.rejected': ['Creator declined', 'bad'],
  'spark_request.lapsed': ['No answer in time', 'warn'],
  'spark_request.cancelled': ['Request taken back', ''],
  'spark_code.received': ['Code received', 'good'],
  'spark_code.expiring': ['Code ends soon', 'warn'],
  'spark_code.expired': ['Code ended', 'bad'],
  'spark_code.revealed': ['Code copied', ''],
  'spark_code.withdrawn': ['Code withdrawn', 'bad'],
}

const handles = new Map()
let newest = []
let sequence = 0

/** Events name the post; its creator is read once. */
async function handleOf({ contentId }) {
  if (!contentId) return ''
  if (!handles.has(contentId)) {
    const reading = get(`/v1/content/${contentId}`).then(
      post => (post.creator.handle === null ? '' : `@${post.creator.handle}`),
      () => '',
    )
    handles.set(contentId, reading)
  }
  return handles.get(contentId)
}

function element(tag, className, text) {
  const made = document.createElement(tag)
  if (className) made.className = className
  if (text) made.textContent = text
  return made
}

async function row(event) {
  const [words, tone] = WORDS[event.type] ?? [event.type, '']
  const item = element('li', tone)
  const time = element('time', '', ago(event.timestamp))
  time.dateTime = event.timestamp
  item.append(element('b', '', words), time, element('span', 'who', await handleOf(event.data)), element('code', '', event.type))
  return item
}

async function show() {
  const rows = await Promise.all(newest.map(row))
  document.querySelector('#events').replaceChildren(...rows)
  const none = document.querySelector('#no-events')
  none.hidden = rows.length > 0
  none.textContent = 'Nothing happened yet.'
}

async function readOn() {
  const fresh = []
  // Only the first look needs a beginning: a week back, by the sandbox's clock.
  const from = sequence > 0 ? `afterSequence=${sequence}` : `since=${new Date(clock() - 7 * 86_400_000).toISOString()}`
  let cursor = ''
  do {
    const page = await get(`/v1/events?${TYPES}&limit=100&${from}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
    fresh.push(...page.data)
    cursor = page.nextCursor
  } while (cursor)
  sequence = fresh.at(-1)?.sequence ?? sequence
  newest = [...fresh.reverse(), ...newest].slice(0, SHOWN)
  return fresh
}

let reading = Promise.resolve()

/** Reads what is new, shows it, and gives it. One look at a time. */
export function readEvents({ redraw = false } = {}) {
  const look = reading.then(async () => {
    const fresh = await readOn()
    if (fresh.length > 0 || redraw) await show()
    return fresh
  })
  reading = look.catch(() => [])
  return look
}

/** Looks again and again while the page is seen. */
export function followEvents(onFresh) {
  setInterval(async () => {
    if (document.hidden) return
    const fresh = await readEvents().catch(() => [])
    if (fresh.length > 0) onFresh(fresh)
  }, POLL_MS)
}
