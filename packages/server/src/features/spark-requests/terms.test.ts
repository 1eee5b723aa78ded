import { createHash } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { transact } from '../../context.ts'
import { expectProblem } from '../../testing/endpoint-proof.ts'
import { expectSound } from '../../testing/expect-sound.ts'
import type { TestKit, TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { ask, askedPost, creator, eventsOf, ingest, postUrl } from '../../testing/scenario.ts'

const PAGE = `<!doctype html><html lang="en"><head><title>Lumen</title><style>p{color:red}</style><script>alert(1)</script></head>
<body><nav>Home Shop</nav><h1>Creator terms</h1><p>You keep your post. We may show it&nbsp;as an ad for 60&nbsp;days.</p>
<ul><li>No edits</li><li><a href="https://lumen.example/pay">Payment</a> within 14 days</li></ul><form><input value="x"></form></body></html>`
const READ = 'Creator terms\n\nYou keep your post. We may show it\u00a0as an ad for 60\u00a0days.\n\n• No edits\n• Payment within 14 days'

const answers: Record<string, RequestListener> = {
  '/page': (_, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end(PAGE),
  '/moved': (_, response) => response.writeHead(301, { location: '/page' }).end(),
  '/inside': (_, response) => response.writeHead(302, { location: 'http://10.0.0.7/admin' }).end(),
  '/metadata': (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
  '/round': (_, response) => response.writeHead(302, { location: '/round' }).end(),
  '/gone': (_, response) => response.writeHead(404).end('no'),
  '/image': (_, response) => response.setHeader('content-type', 'image/png').end('x'),
  '/latin': (_, response) => response.setHeader('content-type', 'text/plain; charset=iso-8859-1').end(Buffer.from('Früher', 'latin1')),
  '/broken': (_, response) => response.setHeader('content-type', 'text/plain').end(Buffer.from([0xff, 0xfe, 0x41])),
  '/empty': (_, response) => response.setHeader('content-type', 'text/html').end('<body><script>1</script></body>'),
  '/large': (_, response) => response.setHeader('content-type', 'text/plain').end('a'.repeat(1_100_000)),
  '/long': (_, response) => response.setHeader('content-type', 'text/plain').end('a'.repeat(60_000)),
  '/deep': (_, response) => response.setHeader('content-type', 'text/html').end('<div>'.repeat(150_000)),
}

let site: Server
let origin: string
let visits: string[] = []

beforeAll(async () => {
  site = createServer((request, response) => {
    visits.push(request.url ?? '')
    const answer = answers[request.url ?? '']
    if (answer) answer(request, response)
    else response.destroy()
  })
  await new Promise<void>(resolve => site.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
})
afterAll(() => new Promise(resolve => site.close(resolve)))

onEveryEngine('rights terms and fee notes', createKit => {
  let kit: TestKit
  let brand: TestTenant
  beforeAll(async () => {
    kit = await createKit()
  })
  afterAll(() => kit.close())
  beforeEach(async () => {
    visits = []
    brand = await kit.tenant()
  })
  afterEach(() => expectSound(kit, brand))

  const requestOf = async (id: string) => (await brand.call('GET', `/v1/spark-requests/${id}`)).body
  const refused = async (terms: object) => {
    const [contentId] = await ingest(brand, { url: postUrl(1) })
    const answer = await brand.call('POST', '/v1/spark-requests', { content: [contentId], terms })
    expectProblem(answer, 422, 'terms_unreadable')
    expect((await brand.call('GET', '/v1/spark-requests')).body.data).toEqual([])
    return String(answer.body.detail)
  }

  test('a text is shown to the creator word for word, named by its hash, with its language and version', async () => {
    const text = 'You keep your post.\r\nWe pay 150 €.  \n'
    const { token, requestId } = await askedPost(brand, 1, {
      feeNote: ' 150 € & <b>a gift</b> ',
      terms: { text, locale: 'de', version: '3' },
    })
    const hash = createHash('sha256').update('You keep your post.\nWe pay 150 €.').digest('hex')
    const reference = { hash, locale: 'de', version: '3', url: null }
    expect(await requestOf(requestId)).toMatchObject({ feeNote: '150 € & <b>a gift</b>', terms: reference })
    expect((await brand.call('GET', `/v1/rights-terms/${hash}`)).body).toMatchObject({ hash, text: 'You keep your post.\nWe pay 150 €.' })
    const page = (await creator(kit, token).look()).body
    expect(page.terms).toEqual([{ ...reference, text: 'You keep your post.\nWe pay 150 €.' }])
    expect(page.items[0]).toMatchObject({ feeNote: '150 € & <b>a gift</b>', terms: reference })
    const [event] = (await eventsOf(kit, brand)).filter(({ type }) => type === 'spark_request.created')
    expect(event?.data).toMatchObject({ feeNote: '150 € & <b>a gift</b>', terms: reference })
  })

  test('without terms or fee, none are shown', async () => {
    const { token, requestId } = await askedPost(brand, 1)
    expect(await requestOf(requestId)).toMatchObject({ feeNote: null, terms: null })
    expect((await creator(kit, token).look()).body).toMatchObject({ terms: [], items: [{ feeNote: null, terms: null }] })
  })

  test('one text is kept once, by fifty requests and calls that come at once; another workspace cannot read it', async () => {
    const posts = await ingest(brand, ...Array.from({ length: 50 }, (_, number) => ({ url: postUrl(number, `creator${number % 5}`) })))
    const terms = { text: 'The same for all.' }
    await Promise.all([0, 1, 2, 3].map(part => ask(brand, posts.slice(part * 10, part * 10 + 10), { terms })))
    await ask(brand, posts.slice(40), { terms: { ...terms, version: '2' } })
    const { engine } = kit.kit.services
    const rows = await engine.db.select().from(engine.tables.rightsTerms)
    expect(rows.filter(row => row.text === terms.text)).toHaveLength(1)
    const hash = rows.find(row => row.text === terms.text)?.hash ?? ''
    expectProblem(await (await kit.tenant()).call('GET', `/v1/rights-terms/${hash}`), 404, 'not_found')
  })

  test('a page is read once, as its readable text; what it says later changes nothing', async () => {
    const { requestId } = await askedPost(brand, 1, { terms: { url: `${origin}/moved` } })
    expect(visits).toEqual(['/moved', '/page'])
    const { terms } = await requestOf(requestId)
    expect(terms).toMatchObject({ locale: 'en', version: null, url: `${origin}/moved` })
    expect((await brand.call('GET', `/v1/rights-terms/${terms.hash}`)).body.text).toBe(READ)
    expect(visits).toHaveLength(2)
  })

  test('a text in another encoding that says so is read', async () => {
    const { requestId } = await askedPost(brand, 1, { terms: { url: `${origin}/latin` } })
    const { terms } = await requestOf(requestId)
    expect((await brand.call('GET', `/v1/rights-terms/${terms.hash}`)).body.text).toBe('Früher')
  })

  test('the page is read while no transaction is open', async () => {
    const { services } = kit.kit
    const open = { inside: false, visited: false }
    answers['/watching'] = async (_, response) => {
      // A transaction elsewhere gets through while the answer is on its way.
      const workspace = (await services.engine.db.select().from(services.engine.tables.workspaces)).find(
        ({ id }) => id === brand.workspaceId,
      )
      if (workspace)
        await transact({ services, workspace, actor: { type: 'system' }, requestId: null }, async () => {
          open.visited = true
        })
      response.setHeader('content-type', 'text/plain').end('Terms')
    }
    await askedPost(brand, 1, { terms: { url: `${origin}/watching` } })
    expect(open.visited).toBe(true)
  })

  test.each([
    ['leads inside', () => 'http://10.0.0.7/terms', 'may be reached'],
    ['redirects to a private address', () => `${origin}/inside`, 'may be reached'],
    ["redirects to a cloud's metadata", () => `${origin}/metadata`, 'may be reached'],
    ['redirects for ever', () => `${origin}/round`, 'redirects more than'],
    ['is not there', () => `${origin}/gone`, 'status 404'],
    ['breaks off', () => `${origin}/nothing`, 'connection failed'],
    ['is an image', () => `${origin}/image`, 'neither text nor HTML'],
    ['is no text in its encoding', () => `${origin}/broken`, 'encoding'],
    ['has nothing to read', () => `${origin}/empty`, 'no text'],
    ['nests without end', () => `${origin}/deep`, 'nests deeper'],
    ['is larger than is accepted', () => `${origin}/large`, 'larger than'],
    ['is longer than anyone reads', () => `${origin}/long`, 'longer than'],
    ['is not encrypted', () => 'http://terms.example/', 'https'],
  ])('a URL that %s is refused, and nothing is asked', async (_what, url, detail) => {
    expect(await refused({ url: url() })).toContain(detail)
  })

  test('a text of blanks is refused', async () => {
    expect(await refused({ text: ' \n\t\u0007 ' })).toContain('no text')
  })

  test.each([
    {},
    { text: 'a', url: 'https://a.example' },
    { url: 'ftp://a.example' },
    { text: 'a', locale: 'not a tag' },
    { text: 'a', version: '' },
  ])('terms like %j do not fit', async terms => {
    expectProblem(await brand.call('POST', '/v1/spark-requests', { content: [postUrl(1)], terms }), 400, 'invalid_request')
  })
})
