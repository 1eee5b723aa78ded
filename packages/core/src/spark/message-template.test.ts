import { describe, expect, test } from 'vitest'
import { DEFAULT_MESSAGE_TEMPLATE, messageHasLink, renderMessage } from './message-template.ts'

const values = { handle: 'lola', brand: 'Solhaven', link: 'https://s.example/a/abc', count: 2, days: 30 }

describe('a message', () => {
  test('from the default template knows all its variables and carries the link', () => {
    const { text, unknown } = renderMessage(DEFAULT_MESSAGE_TEMPLATE, values)
    expect(unknown).toEqual([])
    expect(text).not.toContain('{{')
    expect(messageHasLink(text, values.link)).toBe(true)
  })

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
})
