/** The page's credentials: an embed token from its own host, good for a quarter of an hour. */
let current = { token: '', expiresAt: 0 }
let asking

async function askHost() {
  const response = await fetch('/workbench/token', { method: 'POST' })
  if (!response.ok) throw new Error(`The host gave no token (${response.status}).`)
  const { token, expiresAt } = await response.json()
  current = { token, expiresAt: Date.parse(expiresAt) }
}

/** Asked for by the grid and by the calls below; a minute before its end a new one is fetched. */
export async function getToken() {
  if (current.expiresAt - Date.now() < 60_000) {
    asking ??= askHost().finally(() => {
      asking = undefined
    })
    await asking
  }
  return current
}

export async function call(method, path, body) {
  const { token } = await getToken()
  const response = await fetch(path, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.detail ?? answer.title)
  return answer
}

export const get = path => call('GET', path)
