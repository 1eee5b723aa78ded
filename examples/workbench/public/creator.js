import { get } from './session.js'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const byId = id => document.querySelector(`#${id}`)

let shownLink = null

/** Of the shape TikTok's have; nothing can be bought with it. */
function inventCode() {
  const bytes = crypto.getRandomValues(new Uint8Array(43))
  byId('sample-code').textContent = `#${Array.from(bytes, byte => LETTERS[byte % LETTERS.length]).join('')}=`
}

/** Links with requests that wait for an answer: the most recently asked first. */
async function pendingLinks() {
  const [requests, posts] = await Promise.all([
    get('/v1/spark-requests?status=pending&limit=100'),
    get('/v1/content?sparkStatus=requested,queued&limit=100'),
  ])
  const handles = new Map(posts.data.map(({ creator }) => [creator.id, creator.handle]))
  const links = new Map()
  for (const { approvalLinkId, creatorId, sentAt } of requests.data) {
    const link = links.get(approvalLinkId) ?? { id: approvalLinkId, handle: handles.get(creatorId) ?? 'someone', posts: 0, isSent: false }
    links.set(approvalLinkId, { ...link, posts: link.posts + 1, isSent: link.isSent || sentAt !== null })
  }
  return [...links.values()]
}

function linkRow({ id, handle, posts, isSent }) {
  const item = document.createElement('li')
  const link = document.createElement('a')
  const name = document.createElement('b')
  const about = document.createElement('span')
  name.textContent = `@${handle}`
  about.textContent = `${posts} ${posts === 1 ? 'post' : 'posts'} · ${isSent ? 'message sent' : 'not sent yet'}`
  link.href = `#creator/${id}`
  link.append(name, about)
  if (id === shownLink) link.setAttribute('aria-current', 'true')
  item.append(link)
  return item
}

async function showForm(linkId) {
  const { url } = await get(`/v1/approval-links/${linkId}/message`)
  if (linkId === byId('screen').dataset.link) return
  const form = document.createElement('sparkkit-approval-form')
  form.token = url.slice(url.lastIndexOf('/') + 1)
  byId('screen').dataset.link = linkId
  byId('screen').replaceChildren(form)
  byId('screen').scrollTop = 0
  byId('own-page').href = url
}

export async function refreshLinks() {
  const links = await pendingLinks()
  byId('links').replaceChildren(...links.map(linkRow))
  byId('no-links').hidden = links.length > 0
  return links
}

/** Shows the page of this link, or of the creator who was asked last. */
export async function showCreator(linkId) {
  if (linkId) shownLink = linkId
  const links = await refreshLinks()
  // To open a link counts as sent, so the first choice is one that was.
  const first = links.find(({ isSent }) => isSent) ?? links[0]
  if (shownLink === null && first) {
    shownLink = first.id
    await refreshLinks()
  }
  byId('view-creator').classList.toggle('nobody', shownLink === null)
  if (shownLink !== null) await showForm(shownLink)
}

export function setUpCreator({ toast }) {
  inventCode()
  byId('copy-sample').addEventListener('click', async () => {
    await navigator.clipboard.writeText(byId('sample-code').textContent).then(
      () => toast('Copied. Paste it into the field on the phone.'),
      () => getSelection().selectAllChildren(byId('sample-code')),
    )
  })
  // Every post needs a code of its own.
  byId('screen').addEventListener('sparkkit-approved', inventCode)
}
