import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePostUrl } from './parse-post-url.ts'
import { tiktokIdTime } from './tiktok-id.ts'

const ID = '7023491746608712966'
const POSTED = Date.UTC(2021, 9, 26, 21, 35, 4)

const read = (text: string) => {
  const parsed = parsePostUrl(text)
  return parsed.ok ? [parsed.mediaType ?? null, parsed.identity.value, parsed.handle ?? null] : parsed.reason
}

describe('the URL of a TikTok post', () => {
  test('gives id, handle, canonical URL and the time inside the id', () => {
    expect(parsePostUrl(`https://www.tiktok.com/@Lola.B_1/video/${ID}?utm_source=copy#comments`)).toEqual({
      ok: true,
      platform: 'tiktok',
      mediaType: 'video',
      identity: { kind: 'platform_id', value: ID },
      handle: 'lola.b_1',
      canonicalUrl: `https://www.tiktok.com/@lola.b_1/video/${ID}`,
      postedAt: POSTED,
    })
  })

  test.each([
    [`tiktok.com/@/video/${ID}`, ['video', ID, null]],
    [`HTTPS://WWW.TikTok.com/@lola/photo/${ID}/`, ['photo', ID, 'lola']],
    [`  <https://m.tiktok.com/v/${ID}.html>\n`, ['video', ID, null]],
    [`//www.tiktok.com:443/embed/v2/${ID}`, [null, ID, null]],
    [`https://www.tiktok.com/embed/${ID}`, [null, ID, null]],
    [`https://www.tiktok.com./player/v1/${ID}`, [null, ID, null]],
    [`\u200bhttps://www.tiktok.com/@lola/video/${ID}\ufeff`, ['video', ID, 'lola']],
  ])('%s', (url, expected) => expect(read(url)).toEqual(expected))
})

describe('the URL of an Instagram post', () => {
  test.each([
    ['https://www.instagram.com/p/CxYz_12-a/?igsh=1', [null, 'CxYz_12-a', null]],
    ['instagram.com/Lola/reel/CxYz_12-a', ['reel', 'CxYz_12-a', 'lola']],
    ['https://instagram.com/reels/CxYz_12-a/', ['reel', 'CxYz_12-a', null]],
    ['https://instagram.com/tv/CxYz_12-a/embed/', ['reel', 'CxYz_12-a', null]],
    ['https://www.instagram.com/stories/Lola.b/3123456789012345678/', ['story', '3123456789012345678', 'lola.b']],
  ])('%s', (url, expected) => expect(read(url)).toEqual(expected))

  test('has one canonical form for /reel/ and /reels/', () => {
    const [one, two] = ['reel', 'reels'].map(kind => parsePostUrl(`https://instagram.com/${kind}/CxYz_12-a/`))
    expect(one).toEqual(two)
  })
})

describe('what does not name a post is refused with its reason', () => {
  test.each([
    ['', 'empty'],
    ['hello', 'not_a_url'],
    [`see https://www.tiktok.com/@a/video/${ID}`, 'not_a_url'],
    ['x'.repeat(3000), 'too_long'],
    ['https://vm.tiktok.com/ZMabc/', 'short_link'],
    ['https://www.tiktok.com/t/ZMabc/', 'short_link'],
    ['https://www.instagram.com/share/reel/abc', 'short_link'],
    ['https://www.tiktok.com/@lola', 'profile'],
    ['https://www.instagram.com/lola/', 'profile'],
    ['https://www.tiktok.com/@lola/live', 'live'],
    ['https://www.instagram.com/stories/lola/', 'story_tray'],
    ['https://www.instagram.com/stories/highlights/17900000000000000/', 'highlight'],
    ['https://www.tiktok.com/tag/booktok', 'not_a_post'],
    ['https://www.instagram.com/explore/tags/book/', 'not_a_post'],
    ['https://www.tiktok.com/@lola/video/12ab', 'bad_id'],
    [`https://www.tiktok.com/@lola/video/0${ID}`, 'bad_id'],
    ['https://www.tiktok.com/@lola/video/9999999999999999999', 'bad_id'],
    [`https://www.tiktok.com.evil.com/@a/video/${ID}`, 'unknown_host'],
    [`https://nottiktok.com/@a/video/${ID}`, 'unknown_host'],
    [`https://www.tiktok.com@evil.com/@a/video/${ID}`, 'not_a_url'],
    [`https://evil.com\\@www.tiktok.com/@a/video/${ID}`, 'not_a_url'],
    [`https://evil.com#@www.tiktok.com/@a/video/${ID}`, 'unknown_host'],
    [`https://www.tiktok.com:8080/@a/video/${ID}`, 'not_a_url'],
    [`https://www.tiktоk.com/@a/video/${ID}`, 'not_a_url'],
    [`https://www.tiktok%2ecom/@a/video/${ID}`, 'not_a_url'],
    [`javascript://www.tiktok.com/@a/video/${ID}`, 'not_a_url'],
  ])('%s', (url, reason) => expect(read(url)).toBe(reason))

  test('with a sentence to act on', () => {
    const parsed = parsePostUrl('https://vm.tiktok.com/ZMabc/')
    expect(parsed.ok ? '' : parsed.message).toMatch(/shortened.+\.$/)
  })
})

describe('the time inside a TikTok id', () => {
  test('is read to the second', () => expect(tiktokIdTime(ID)).toBe(POSTED))

  test('is null before 2014, ahead of now by more than a day, and for what is no id', () => {
    const id = (seconds: number) => (BigInt(seconds) << 32n).toString()
    expect(tiktokIdTime(id(Date.UTC(2013, 11, 31) / 1000))).toBeNull()
    expect(tiktokIdTime(ID, POSTED - 25 * 3_600_000)).toBeNull()
    expect(tiktokIdTime(ID, POSTED - 23 * 3_600_000)).toBe(POSTED)
    for (const nonsense of ['', '12', 'abc', '-7023491746608712966', '7.02e18', '99999999999999999999'])
      expect(tiktokIdTime(nonsense)).toBeNull()
  })

  test('comes back from any id made for a second', () => {
    const property = fc.property(
      fc.integer({ min: 1_400_000_000, max: 2_000_000_000 }),
      fc.integer({ min: 0, max: 2 ** 31 }),
      (seconds, rest) => {
        expect(tiktokIdTime(((BigInt(seconds) << 32n) + BigInt(rest)).toString())).toBe(seconds * 1000)
      },
    )
    fc.assert(property)
  })
})

describe('for any post', () => {
  const handle = fc.stringMatching(/^[a-z0-9_.]{1,24}$/)
  const id = fc.bigInt({ min: 6n * 10n ** 18n, max: 9n * 10n ** 18n }).map(String)
  const shortCode = fc.stringMatching(/^[A-Za-z0-9_-]{8,20}$/)
  const canonical = fc.oneof(
    fc
      .tuple(handle, id, fc.constantFrom('video', 'photo'))
      .map(([name, value, kind]) => `https://www.tiktok.com/@${name}/${kind}/${value}`),
    fc.tuple(shortCode, fc.constantFrom('p', 'reel')).map(([value, kind]) => `https://www.instagram.com/${kind}/${value}/`),
    fc.tuple(handle, id).map(([name, value]) => `https://www.instagram.com/stories/${name}/${value}/`),
  )

  test('the canonical URL reads as itself, whatever is hung on it', () => {
    const noise = fc.constantFrom('', '?utm_source=x&y=https://evil.com/@b/video/1', '#frag', '?a=1#b')
    const property = fc.property(
      canonical.filter(url => !url.includes('/stories/highlights/')),
      noise,
      (url, tail) => {
        expect(parsePostUrl(url + tail)).toEqual(parsePostUrl(url.replace('https://www.', '')))
        expect(parsePostUrl(url + tail)).toMatchObject({ ok: true, canonicalUrl: url })
      },
    )
    fc.assert(property)
  })

  test('any other text gets a reason and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), text => {
        expect(parsePostUrl(text).ok).toBe(false)
      }),
    )
  })
})
