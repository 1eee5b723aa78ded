import { advance, readClock } from './clock.js'
import { refreshLinks, setUpCreator, showCreator } from './creator.js'
import { followEvents, readEvents } from './events.js'
import { setUpMessages, showMessages } from './messages.js'
import { getToken } from './session.js'

const grid = document.querySelector('#grid')
const guide = document.querySelector('#guide')
const guideToggle = document.querySelector('#guide-toggle')
const ALL = {
  eligible: false,
  sparkStatus: [],
  platform: [],
  mediaType: [],
  minViews: null,
  maxViews: null,
  creator: null,
  search: '',
  sort: '-views',
}

const VIEWS = ['content', 'messages', 'creator']

const done = new Set()
let lastLink = null
let toastTimer

function toast(text) {
  const element = document.querySelector('#toast')
  element.textContent = text
  clearTimeout(toastTimer)
  toastTimer = setTimeout(() => {
    element.textContent = ''
  }, 4000)
}

function tick(step) {
  done.add(step)
  showSteps()
}

function showSteps() {
  const next = [1, 2, 3, 4].find(number => !done.has(number))
  for (const item of document.querySelectorAll('[data-step]')) {
    const number = Number(item.dataset.step)
    item.classList.toggle('done', done.has(number))
    item.classList.toggle('next', number === next)
    item.querySelector('.sr').textContent = done.has(number) ? ' (done)' : ''
  }
}

/** The address names the view, so that it can be bookmarked and the back button works. */
async function route() {
  const [asked, linkId] = location.hash.slice(1).split('/')
  const view = VIEWS.includes(asked) ? asked : 'content'
  for (const name of VIEWS) document.querySelector(`#view-${name}`).hidden = name !== view
  for (const tab of document.querySelectorAll('[data-view]')) {
    if (tab.dataset.view === view) tab.setAttribute('aria-current', 'page')
    else tab.removeAttribute('aria-current')
  }
  if (view === 'creator') await showCreator(linkId || lastLink)
  else if (view === 'messages') await showMessages()
  else await grid.refresh?.()
}

const openFilters = filters => {
  location.hash = 'content'
  grid.filters = { ...ALL, ...filters }
  noteFilters(grid.filters)
}

function noteFilters({ eligible }) {
  if (eligible) tick(1)
}

const GO = {
  1: () => openFilters({ eligible: true }),
  2: () => {
    openFilters({ eligible: true })
    toast('Press “Request code” on any post.')
  },
  3: () => {
    location.hash = lastLink ? `creator/${lastLink}` : 'creator'
  },
  4: () => openFilters({ sparkStatus: ['approved'] }),
}

/** A grid that connects anew also reads the sandbox's clock again. */
function connectGrid() {
  grid.getToken = () => getToken()
}

const narrow = matchMedia('(max-width: 1099px)')
const MEMORY = 'northlight-guide'

function setGuide(isOpen) {
  document.body.classList.toggle('guided', isOpen)
  guideToggle.setAttribute('aria-expanded', String(isOpen))
  guide.inert = !isOpen
}

function setUpFrame() {
  setGuide(!narrow.matches && localStorage.getItem(MEMORY) !== 'closed')
  guideToggle.addEventListener('click', () => {
    const isOpen = !document.body.classList.contains('guided')
    setGuide(isOpen)
    if (!narrow.matches) localStorage.setItem(MEMORY, isOpen ? 'open' : 'closed')
  })
  narrow.addEventListener('change', () => setGuide(!narrow.matches))
  addEventListener('keydown', event => {
    if (event.key === 'Escape' && narrow.matches) setGuide(false)
    if (event.key === 'Escape') document.querySelector('.brands').open = false
  })
  document.querySelector('#theme').addEventListener('click', () => {
    const root = document.documentElement
    const isDark = (root.style.colorScheme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark'
    root.style.colorScheme = isDark ? 'light' : 'dark'
  })
  for (const button of document.querySelectorAll('[data-go]')) {
    button.addEventListener('click', () => {
      if (narrow.matches) setGuide(false)
      GO[button.dataset.go]()
    })
  }
}

function setUpClock() {
  for (const button of document.querySelectorAll('[data-days]')) {
    button.addEventListener('click', async () => {
      button.disabled = true
      try {
        await advance(Number(button.dataset.days))
        connectGrid()
        await readEvents({ redraw: true })
      } catch (error) {
        toast(error.message)
      }
      button.disabled = false
    })
  }
}

function listen() {
  grid.addEventListener('sparkkit-filter-change', ({ filters }) => noteFilters(filters))
  grid.addEventListener('sparkkit-requested', ({ approvalLinkIds }) => {
    lastLink = approvalLinkIds[0] ?? lastLink
    void readEvents()
  })
  grid.addEventListener('sparkkit-message-copied', ({ approvalLinkId }) => {
    lastLink = approvalLinkId
    tick(2)
    void readEvents()
  })
  grid.addEventListener('sparkkit-code-copied', () => {
    tick(4)
    void readEvents()
  })
  document.querySelector('#screen').addEventListener('sparkkit-approved', () => {
    tick(3)
    void refreshLinks()
    void readEvents()
  })
}

setUpFrame()
showSteps()
setUpClock()
setUpCreator({ toast })
setUpMessages({ toast })
listen()
addEventListener('hashchange', () => void route())
grid.filters = ALL
connectGrid()
void route()
try {
  await readClock()
  await readEvents({ redraw: true })
} catch (error) {
  toast(error.message)
}
followEvents(fresh => {
  // Answers given elsewhere, such as on a creator's page of its own, change the posts too.
  if (fresh.some(({ type }) => /approved|rejected|withdrawn|expired|lapsed/.test(type))) void grid.refresh()
})
