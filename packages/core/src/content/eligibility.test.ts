import { describe, expect, test } from 'vitest'
import { type EligibilityInput, eligibilityOf } from './eligibility.ts'
import type { ContentFacts } from './types.ts'

const FINE: ContentFacts = {
  isPublic: true,
  durationSeconds: 30,
  hasCommercialMusic: true,
  hasBrandedContentDisclosure: true,
  isDuetOrStitch: false,
  mentionedPosts: 0,
  isGovernmentOrPolitical: false,
}
const verdict = (facts: ContentFacts, more: Partial<EligibilityInput> = {}) => {
  const { eligible, reasons } = eligibilityOf({ platform: 'tiktok', mediaType: 'video', facts, ...more })
  return [eligible, reasons.map(reason => reason.code)]
}

describe('a TikTok post', () => {
  test('of which all is known to be fine is eligible without a word', () => {
    expect(verdict(FINE)).toEqual([true, []])
  })

  test('of which nothing is known is eligible with warnings', () => {
    const { eligible, reasons } = eligibilityOf({ platform: 'tiktok', mediaType: 'video', facts: {} })
    expect(eligible).toBe(true)
    expect(reasons.filter(reason => reason.severity === 'warning')).toHaveLength(5)
    expect(reasons.every(reason => reason.severity !== 'blocking')).toBe(true)
  })

  test.each<[ContentFacts, string]>([
    [{ isPublic: false }, 'private'],
    [{ isDeleted: true }, 'deleted'],
    [{ durationSeconds: 600.5 }, 'too_long'],
    [{ mentionedPosts: 2 }, 'mentions_several_posts'],
    [{ isGovernmentOrPolitical: true }, 'political_account'],
    [{ hasCommercialMusic: false }, 'music_not_cleared'],
  ])('with %j is not eligible', (facts, code) => expect(verdict({ ...FINE, ...facts })).toEqual([false, [code]]))

  test.each<[ContentFacts, string]>([
    [{ isDuetOrStitch: true }, 'needs_original_code'],
    [{ mentionedPosts: 1 }, 'needs_original_code'],
    [{ hasBrandedContentDisclosure: false }, 'disclosure_missing'],
  ])('with %j is eligible with a warning', (facts, code) => expect(verdict({ ...FINE, ...facts })).toEqual([true, [code]]))

  test('of exactly ten minutes is eligible', () => expect(verdict({ ...FINE, durationSeconds: 600 })).toEqual([true, []]))

  test('that is private can be fixed by its creator', () => {
    const [reason] = eligibilityOf({ platform: 'tiktok', mediaType: 'video', facts: { isPublic: false } }).reasons
    expect(reason).toMatchObject({ code: 'private', severity: 'blocking', fixableBy: 'creator' })
  })

  test('of photos has no duration to miss', () => {
    const { durationSeconds: _, ...facts } = FINE
    expect(verdict(facts, { mediaType: 'photo' })).toEqual([true, []])
    expect(verdict(facts)).toEqual([true, ['duration_unknown']])
  })
})

test('an Instagram post is never eligible', () => {
  expect(verdict(FINE, { platform: 'instagram', mediaType: 'reel' })).toEqual([false, ['not_tiktok']])
  expect(verdict({}, { platform: 'instagram', mediaType: 'story' })).toEqual([false, ['not_tiktok', 'story']])
})
