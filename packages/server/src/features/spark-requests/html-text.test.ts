import { expect, test } from 'vitest'
import { htmlToText } from './html-text.ts'

test.each([
  ['paragraphs and headings', '<h1>Terms</h1><p>You keep\n  your post.</p>\n<p>We pay.</p>', 'Terms\n\nYou keep your post.\n\nWe pay.'],
  ['breaks', 'one<br>two<br/>\n three', 'one\ntwo\nthree'],
  ['lists', '<p>So:</p><ul><li>One</li><li><p>Two</p><ol><li>deep</li></ol></li></ul><p>End</p>', 'So:\n\n• One\n• Two\n\n• deep\n\nEnd'],
  ['words in marks', 'You <b>keep</b> your<i> post</i>, <a href="https://x.example">always</a>.', 'You keep your post, always.'],
  ['entities', 'Fees &amp; &euro;150&nbsp;net &lt;b&gt; &#x1F600;', 'Fees & €150\u00a0net <b> 😀'],
  ['tables', '<table><tr><th>Days</th><th>Fee</th></tr><tr><td>30</td><td>150</td></tr></table>', 'Days Fee\n30 150'],
  [
    'what is not text',
    '<head><title>T</title></head><script>a("<p>")</script><style>p{}</style><nav>Menu <a>x</a></nav><p>Text</p>',
    'Text',
  ],
  ['unclosed tags', '<p>one<p>two<div>three', 'one\n\ntwo\n\nthree'],
  ['nothing', '<div> <p>\n</p></div>', ''],
])('reads %s', (_what, html, text) => {
  expect(htmlToText(html)).toBe(text)
})

test('gives up on what nests without end, and reads a megabyte of anything else in no time', () => {
  const start = performance.now()
  expect(htmlToText('<div>'.repeat(200_000))).toBeNull()
  for (const part of ['</div>', '<p>', '<br>', '&amp;', '<a b=c ', ' \n', '<!--', '<li>x']) htmlToText(part.repeat(1_000_000 / part.length))
  expect(performance.now() - start).toBeLessThan(5000)
})
