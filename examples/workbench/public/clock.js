import { call, get } from './session.js'

const DAY_MS = 86_400_000
const moment = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })

/** Domain time: where the sandbox stands. */
let now = Date.now()

export const clock = () => now

function show(iso) {
  now = Date.parse(iso)
  const element = document.querySelector('#clock')
  element.dateTime = iso
  element.textContent = moment.format(now)
}

export async function readClock() {
  show((await get('/v1/me')).workspace.now)
}

export async function advance(days) {
  show((await call('POST', '/v1/sandbox/advance', { days })).now)
}

/** `3 h`, `2 d`: how long ago, by the sandbox's clock. */
export function ago(iso) {
  const ms = Math.max(0, now - Date.parse(iso))
  if (ms < 60_000) return 'now'
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min`
  return ms < DAY_MS ? `${Math.floor(ms / 3_600_000)} h` : `${Math.floor(ms / DAY_MS)} d`
}
