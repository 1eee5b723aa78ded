// Takes over the forms of a handoff page: copying and marking as used without loading it anew. Without it every form works by itself.
const main = document.querySelector('main[data-sentences]')
const say = JSON.parse(main.dataset.sentences)
const notice = document.querySelector('#notice')
const token = location.pathname.split('/').at(-1)
const DEAD_ENDS = ['handoff_not_found', 'handoff_expired', 'handoff_revoked']

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '')
const counted = (one, other, count) => fill(count === 1 ? one : other, { count })

function tell(text, tone) {
  notice.className = `notice ${tone}`
  notice.textContent = text
  notice.hidden = text === ''
}

async function call(action, body) {
  const response = await fetch(new URL(`../../v1/shared-codes/${token}/${action}`, import.meta.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = await response.json()
  if (response.ok) return answer
  // The page itself says what became of the link, and holds no codes any more.
  if (DEAD_ENDS.includes(answer.code)) location.reload()
  throw new Error(say.problems[answer.code] ?? say.failed)
}

async function write(text) {
  try {
    // A promise, because Safari forgets the tap while an answer is awaited.
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': text.then(each => new Blob([each], { type: 'text/plain' })) })])
    return true
  } catch {
    const ready = await text
    return navigator.clipboard?.writeText(ready).then(
      () => true,
      () => false,
    )
  }
}

/** Where the browser does not let us copy: the codes, selected, to be copied by hand. */
function offer(text) {
  const box = document.querySelector('#codes')
  const field = box.querySelector('textarea')
  box.hidden = false
  field.value = text
  field.focus()
  field.select()
  return document.execCommand('copy')
}

function flash(button) {
  const label = button.textContent
  button.textContent = button.dataset.done
  setTimeout(() => {
    button.textContent = label
  }, 2000)
}

async function copy(form, button) {
  const id = new FormData(form).getAll('codeId')
  const answer = call('reveal', { id })
  const codes = answer.then(({ results }) => results.flatMap(({ code }) => code ?? []))
  const text = codes.then(each => each.join('\n'))
  const isCopied = (await write(text)) || offer(await text)
  const done = (await codes).length
  const gone = id.length - done
  const told = [
    ...(isCopied ? (done > 0 ? [counted(say.copiedOne, say.copied, done)] : []) : [say.pressCopy]),
    ...(gone > 0 ? [counted(say.goneOne, say.gone, gone)] : []),
  ]
  tell(told.join(' '), isCopied && gone === 0 ? 'good' : 'bad')
  if (isCopied && done > 0) flash(button)
}

async function markUsed(form) {
  const fields = new FormData(form)
  const adId = String(fields.get('adId')).trim()
  const { usedAdId } = await call('used', { id: fields.get('codeId'), ...(adId && { adId }) })
  const row = form.closest('tr')
  const pill = document.createElement('span')
  pill.className = 'pill'
  pill.textContent = say.used
  form.closest('details').replaceWith(pill)
  row.querySelector('.account').classList.remove('none')
  row.querySelector('[data-used]').textContent = usedAdId === null ? say.used : fill(say.usedInAd, { ad: usedAdId })
  const before = usedAdId === null ? say.markedBeforeNoAd : fill(say.markedBefore, { ad: usedAdId })
  const isMine = (usedAdId ?? '') === adId
  tell(isMine ? say.marked : before, isMine ? 'good' : 'bad')
}

main.addEventListener('submit', async event => {
  const form = event.target.closest('form[data-do]')
  if (!form) return
  event.preventDefault()
  const button = form.querySelector('button')
  button.disabled = true
  tell('', '')
  try {
    await (form.dataset.do === 'used' ? markUsed(form) : copy(form, button))
  } catch (error) {
    tell(error instanceof TypeError ? say.failed : error.message, 'bad')
  } finally {
    button.disabled = false
  }
})

// Here a code is copied, not shown, so the buttons say that.
for (const button of main.querySelectorAll('button[data-label]')) {
  const about = button.getAttribute('aria-label')?.split(': ')[1]
  button.textContent = button.dataset.label
  if (about) button.setAttribute('aria-label', `${button.dataset.label}: ${about}`)
}

// One open form at a time, closed by Escape or a tap elsewhere.
const close = except => {
  for (const open of main.querySelectorAll('details.mark[open]')) if (open !== except) open.open = false
}
document.addEventListener('click', event => close(event.target.closest('details.mark')))
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') close(null)
})
