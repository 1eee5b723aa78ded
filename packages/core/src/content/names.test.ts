import { expect, test } from 'vitest'
import { hashtagsOf, normaliseHandle, normaliseHashtag } from './names.ts'

test('hashtags of a caption come once each, in order, in lower case', () => {
  expect(hashtagsOf('hey #BookTok#fyp #booktok, #ñam! ＃東京 #book_tok2024')).toEqual(['booktok', 'fyp', 'ñam', '東京', 'book_tok2024'])
})

test('what only looks like a hashtag is none', () => {
  expect(hashtagsOf('see https://x.example/#no &#39;quoted&#39; #2024 # # alone')).toEqual([])
})

test('handles and hashtags have one spelling', () => {
  expect([' @Lola.B ', '＠lola.b', '\u200eLOLA.B'].map(normaliseHandle)).toEqual(['lola.b', 'lola.b', 'lola.b'])
  expect(['#BookTok', '＃booktok', 'BOOKTOK '].map(normaliseHashtag)).toEqual(['booktok', 'booktok', 'booktok'])
})
