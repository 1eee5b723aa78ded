import { call, get, getToken } from './session.js'

const byId = id => document.querySelector(`#${id}`)
const LIMITED = { characters: 'characters', segments: 'SMS' }

let needs = 'message'
let queue = []
/** Left for later: they come again at the end. */
const skipped = new Set()
let current = null
let loading = 0

const selected = () => {
  const query = new URLSearchParams({ needs })
  if (byId('channel').value) query.set('channel', byId('channel').value)
  if (byId('locale').value) query.set('locale', byId('locale').value)
  return query
}

const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`
const day = iso => new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const nameOf = ({ handle, displayName }) => (handle ? `@${handle}` : (displayName ?? 'someone'))

function row(listed) {
  const { creator, posts, since } = listed.toSend
  const item = document.createElement('li')
  const button = document.createElement('button')
  const name = document.createElement('b')
  const about = document.createElement('span')
  button.type = 'button'
  name.textContent = nameOf(creator)
  about.textContent = `${plural(posts, 'post', 'posts')} · since ${day(since)}`
  if (listed.id === current?.id) button.setAttribute('aria-current', 'true')
  button.append(name, about)
  button.addEventListener('click', () => show(listed))
  item.append(button)
  return item
}

function show(listed) {
  current = listed ?? null
  byId('queue').replaceChildren(...queue.map(row))
  byId('message-card').hidden = current === null
  byId('queue-empty').hidden = current !== null
  byId('queue-empty').textContent =
    needs === 'message'
      ? 'Every message is sent. New requests show up here.'
      : 'No reminder is due. They fall due 3, 7 and 14 days after the message.'
  if (current === null) return
  const { creator, posts, since, message } = current.toSend
  const place = queue.indexOf(current) + 1
  byId('message-place').textContent = `${place} of ${queue.length}`
  byId('message-to').textContent = nameOf(creator)
  if (creator.profileUrl) byId('message-to').href = creator.profileUrl
  else byId('message-to').removeAttribute('href')
  byId('message-about').textContent = `${plural(posts, 'post waits', 'posts wait')} since ${day(since)}`
  byId('message-subject').hidden = message.subject === null
  byId('message-subject').textContent = message.subject ?? ''
  byId('message-text').value = message.text
  byId('message-text').lang = message.locale
  byId('message-size').textContent = `${message.length} of ${message.limit.max} ${LIMITED[message.limit.unit]}`
  byId('message-size').classList.toggle('over', message.problem !== null)
  byId('short-code').textContent = message.shortCode
  byId('mark-sent').classList.remove('primary')
  byId('copy-message').classList.add('primary')
}

/** The queue as it is now: those left for later stand last. */
export async function showMessages() {
  loading += 1
  const turn = loading
  const { data } = await get(`/v1/approval-links?limit=100&${selected()}`)
  if (turn !== loading) return
  queue = [...data.filter(({ id }) => !skipped.has(id)), ...data.filter(({ id }) => skipped.has(id))]
  show(queue.find(({ id }) => id === current?.id) ?? queue[0])
}

async function download() {
  const { token } = await getToken()
  const response = await fetch(`/v1/approval-links/export?${selected()}`, { headers: { authorization: `Bearer ${token}` } })
  if (!response.ok) throw new Error('The file could not be made.')
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = `${needs}s.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}

async function markSent() {
  const { id, toSend } = current
  const { channel, templateId, subject } = toSend.message
  const body = { channel, text: byId('message-text').value, ...(templateId && { templateId }), ...(subject && { subject }) }
  await call('POST', `/v1/approval-links/${id}/${needs === 'message' ? 'sent' : 'reminded'}`, body)
  skipped.delete(id)
  const next = queue[queue.indexOf(current) + 1] ?? queue[0]
  current = next?.id === id ? null : next
  await showMessages()
  byId('copy-message').focus()
}

export function setUpMessages({ toast }) {
  const run = action => async () => {
    try {
      await action()
    } catch (error) {
      toast(error.message)
    }
  }
  byId('copy-message').addEventListener('click', async () => {
    await navigator.clipboard.writeText(byId('message-text').value).then(
      () => toast('Copied. Paste it where you write to them, then mark it as sent.'),
      () => byId('message-text').select(),
    )
    byId('copy-message').classList.remove('primary')
    byId('mark-sent').classList.add('primary')
    byId('mark-sent').focus()
  })
  byId('mark-sent').addEventListener('click', run(markSent))
  byId('skip-message').addEventListener(
    'click',
    run(async () => {
      skipped.add(current.id)
      current = queue[queue.indexOf(current) + 1] ?? null
      await showMessages()
    }),
  )
  byId('export-messages').addEventListener('click', run(download))
  for (const id of ['channel', 'locale']) byId(id).addEventListener('change', run(showMessages))
  for (const choice of document.querySelectorAll('[name=needs]')) {
    choice.addEventListener(
      'change',
      run(async () => {
        needs = choice.value
        current = null
        await showMessages()
      }),
    )
  }
}
