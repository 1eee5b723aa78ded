import { describe, expect, test } from 'vitest'
import { messageHasLink, messageProblem, renderMessage } from './template.ts'

const values = { handle: 'lola', brand: 'Solhaven', link: 'https://s.example/a/abc', count: 2, days: 30 }

describe('a message', () => {
  test('reports names it does not know, once each, and leaves them in the text', () => {
    const rendered = renderMessage('{{handle}} {{ brandd }} {{brandd}} {{__proto__}} {{constructor}}', values)
    expect(rendered).toEqual({ text: 'lola {{ brandd }} {{brandd}} {{__proto__}} {{constructor}}', unknown: ['brandd', 'constructor'] })
  })

  test('does not fill in what stands in a value', () => {
    expect(renderMessage('{{brand}}', { ...values, brand: '{{link}} $& $1' }).text).toBe('{{link}} $& $1')
  })

  test('with a longer or a cut link does not carry the link', () => {
    expect(messageHasLink('see https://s.example/a/abcd', values.link)).toBe(false)
    expect(messageHasLink('see https://s.example/a/ab', values.link)).toBe(false)
    expect(messageHasLink('see https://s.example/a/abcd or https://s.example/a/abc.', values.link)).toBe(true)
    expect(messageHasLink('anything', '')).toBe(false)
  })

  test('to one person needs the link, a comment the short address, and never the link', () => {
    const urls = { link: 'https://s.example/a/abc', shortUrl: 'https://s.example/c/ABCD-EFGH' }
    const say = (text: string) => ({ subject: null, text })
    expect(messageProblem('sms', say(urls.link), urls)).toBeNull()
    expect(messageProblem('sms', say(urls.shortUrl), urls)).toBe('message_without_link')
    expect(messageProblem('comment', say(urls.shortUrl), urls)).toBeNull()
    expect(messageProblem('comment', say(`${urls.link} ${urls.shortUrl}`), urls)).toBe('message_shows_link')
    expect(messageProblem('comment', say(`${urls.shortUrl} ${'x'.repeat(150)}`), urls)).toBe('message_too_long')
    expect(messageProblem('email', { subject: 'x'.repeat(201), text: urls.link }, urls)).toBe('message_too_long')
  })
})
